package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All change streams of a task: one for all tables, or where there are several tasks, one for each table. They share the
 * looks at the register.
 *
 * <p>Used by one thread, but for {@link #capture()}.
 */
public final class ChangeStreams {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeStreams.class);

    /** How often in a row a statement may be refused because tables are being dropped and made anew under our hands. */
    private static final int PATIENCE = 10;

    /** How often the whole register is read, though nothing has told that another table is in it. */
    private static final long REGISTER_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final StreamSettings settings;
    private final Db2Session session;
    private final ControlTables control;
    private final SourceBlock source;
    private final StreamListener listener;
    private final @Nullable Function<TableId, Map<String, String>> partitionOf;
    private final CaptureWatch captureWatch;
    private final TableWatch tableWatch;
    private final List<ChangeStream> streams = new ArrayList<>();
    private final Map<TableId, ChangeStream> byTable = new HashMap<>();
    private @Nullable Lsn lastSynchpoint;
    private long lastActive = -1;
    private long lookNanos = System.nanoTime();
    private long registerNanos = System.nanoTime();
    private boolean registerDue = true;
    private int refusals;
    private int turn;
    private int whole;

    /**
     * Prepares to read.
     *
     * @param settings how changes are read
     * @param session the way to the database
     * @param control Capture's control tables, over that session
     * @param captured which tables are wanted, and what they look like later on
     * @param source makes the source blocks
     * @param listener is told what happens to tables
     * @param partitionOf gives each table its own stream, with this source partition; null for one stream over all
     */
    public ChangeStreams(
            StreamSettings settings,
            Db2Session session,
            ControlTables control,
            CapturedTables captured,
            SourceBlock source,
            StreamListener listener,
            @Nullable Function<TableId, Map<String, String>> partitionOf) {
        this.settings = settings;
        this.session = session;
        this.control = control;
        this.source = source;
        this.listener = listener;
        this.partitionOf = partitionOf;
        CaptureVitals vitals = control.vitals();
        this.captureWatch = new CaptureWatch(
                control.schema(), settings.lagLimit(), settings.stopLimit(), vitals::parameters, vitals::lastSign);
        this.tableWatch = new TableWatch(
                captured, listener, control.schema(), new Evidence(control, vitals), vitals, new Tables());
    }

    /**
     * Adds a stream that goes on where it stopped.
     *
     * @param start where it goes on
     * @param changeTables the change tables of its tables
     */
    public void add(StreamStart start, Collection<ChangeTable> changeTables) {
        ChangeStream stream = stream(start);
        for (ChangeTable changeTable : changeTables) {
            TableId table = changeTable.events().table();
            StreamPosition ahead = start.ahead().get(table);
            @Nullable Lsn beginning = changeTable.beginning();
            boolean begins = !start.covered().contains(table);
            if (begins && beginning != null) {
                StreamPosition from = StreamPosition.after(beginning, Long.MIN_VALUE);
                ahead = ahead == null ? from : ahead.later(from);
            }
            boolean needed = ahead != null && ahead.orderTo(start.position()) > 0;
            stream.add(table, changeTable, needed ? ahead : null, begins);
            byTable.put(table, stream);
        }
    }

    private ChangeStream stream(StreamStart start) {
        ChangeStream stream = new ChangeStream(settings, control, source, listener, start);
        streams.add(stream);
        return stream;
    }

    /**
     * Adds the next changes to {@code batch} until it has {@code max} records, or as many more as the settings allow to
     * end with a unit of work; nothing if there is nothing new. What was added counts as handed over, also when this fails
     * later on.
     */
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        whole = batch.size();
        try {
            closeOldWindows();
            if (streams.stream().noneMatch(ChangeStream::hasWindow)) {
                look();
            }
            readStreams(batch, max);
            refusals = 0;
        } catch (SQLException e) {
            if (SqlFailure.of(e, session.address()).kind() != SqlFailure.Kind.LASTING || ++refusals > PATIENCE) {
                throw e;
            }
            // A table may have been altered, dropped or made anew since it was looked up.
            LOG.debug("A statement was refused; looking at all tables again", e);
            rewind();
        }
    }

    /** Who is far behind must look at the register, too: tables come, go and change, and Capture prunes. */
    private void closeOldWindows() throws SQLException {
        boolean due = System.nanoTime() - lookNanos >= settings.lookInterval().toNanos();
        if (!due || streams.stream().noneMatch(ChangeStream::hasWindow)) {
            return;
        }
        if (unitOpen()) {
            // It would be read from its beginning once more; pages are looked after by themselves.
            captureWatch.note(control.pulse());
            lookNanos = System.nanoTime();
        } else {
            streams.forEach(ChangeStream::rewind);
        }
    }

    private void readStreams(List<SourceRecord> batch, int max) throws SQLException {
        Instant now = Instant.now();
        int hard = Math.max(max, settings.unitLimit());
        for (int i = 0; i < streams.size() && batch.size() < max; i++) {
            ChangeStream stream = streams.get(turn % streams.size());
            try {
                stream.read(batch, max, hard, now);
            } finally {
                whole = Math.max(whole, stream.whole());
            }
            if (!stream.unitOpen() || !stream.hasWindow()) {
                turn++;
            }
        }
    }

    /**
     * Returns how many records of the batch given to {@link #read} last make up whole units of work: a transaction may
     * end after them, but not after those that follow.
     */
    public int whole() {
        return whole;
    }

    /** Says whether a unit of work was handed over in part. */
    public boolean unitOpen() {
        return streams.stream().anyMatch(ChangeStream::unitOpen);
    }

    /** Returns how Capture is. Any thread may ask. */
    public CaptureState capture() {
        return captureWatch.state();
    }

    /** Returns how many wanted tables Capture does not capture. Any thread may ask. */
    public int tablesNotCaptured() {
        return tableWatch.notCaptured();
    }

    /**
     * Returns the offset of each stream that {@code which} accepts by its partition, at what was handed over last. They
     * count as handed over.
     */
    public Map<Map<String, String>, Map<String, Object>> offsets(Predicate<Map<String, String>> which) {
        Map<Map<String, String>, Map<String, Object>> offsets = new HashMap<>();
        streams.stream()
                .filter(stream -> which.test(stream.partition()))
                .forEach(stream -> offsets.put(stream.partition(), stream.tell()));
        return offsets;
    }

    /** Returns the source partitions of all streams. */
    public List<Map<String, String>> partitions() {
        return streams.stream().map(ChangeStream::partition).toList();
    }

    /**
     * Returns the partitions of whose streams something is known to nobody else that must not be forgotten over a restart:
     * where they begin, or which tables have to be loaded.
     */
    public Set<Map<String, String>> untold() {
        return streams.stream()
                .filter(stream -> !stream.isTold())
                .map(ChangeStream::partition)
                .collect(Collectors.toSet());
    }

    /** Hears that all is stored that was returned by {@link #offsets}: changes of all these streams may be read. */
    public void beginningsAreStored() {
        streams.forEach(ChangeStream::toldIsStored);
    }

    /** Forgets what was read ahead; the next read asks the database again, after the last record handed over. */
    public void rewind() {
        streams.forEach(ChangeStream::rewind);
        lastSynchpoint = null;
        registerDue = true;
    }

    /** Looks whether there is anything new, and opens windows on what there is. */
    private void look() throws SQLException {
        Pulse pulse = control.pulse();
        captureWatch.note(pulse);
        lookNanos = System.nanoTime();
        Lsn synchpoint = pulse.horizon().synchpoint();
        long asOf = captureWatch.asOfMicros(pulse);
        boolean due = registerDue || lookNanos - registerNanos >= REGISTER_INTERVAL_NANOS;
        streams.forEach(stream -> stream.present(synchpoint, asOf));
        boolean allAt = streams.stream().allMatch(stream -> stream.isAt(synchpoint));
        if (!due && allAt && synchpoint.equals(lastSynchpoint)) {
            return;
        }
        requireKnown(pulse.horizon());
        Lsn from = streams.stream()
                .map(stream -> stream.position().commit())
                .min(Lsn::compareTo)
                .orElse(synchpoint);
        ControlTables.Moved moved = control.movedSince(from);
        boolean all = due || moved.activeTables() != lastActive;
        List<Registration> registered = moved.registrations();
        if (all || registered.stream().anyMatch(tableWatch::isNews)) {
            registered = control.registrations();
            tableWatch.register(registered, synchpoint);
            registerNanos = lookNanos;
        }
        Map<TableId, Registration> candidates = new HashMap<>();
        for (Registration registration : registered) {
            if (byTable.containsKey(registration.table()) && mayHaveMoved(registration, from)) {
                candidates.put(registration.table(), registration);
            }
        }
        tableWatch.inspect(List.copyOf(candidates.values()), pulse);
        for (ChangeStream stream : streams) {
            stream.open(pulse.horizon(), asOf, candidates);
        }
        lastSynchpoint = synchpoint;
        lastActive = moved.activeTables();
        registerDue = false;
    }

    private boolean mayHaveMoved(Registration registration, Lsn from) {
        @Nullable Lsn newest = registration.newest();
        return (newest != null && newest.compareTo(from) >= 0) || tableWatch.hasStopped(registration);
    }

    private void requireKnown(Horizon horizon) {
        List<ChangeStream> beyond =
                streams.stream().filter(stream -> stream.isBeyond(horizon)).toList();
        if (!beyond.isEmpty()) {
            listener.lostAll(beyond.get(0).position().commit(), horizon.synchpoint());
            int restored =
                    1 + streams.stream().mapToInt(ChangeStream::restored).max().orElse(0);
            streams.forEach(stream -> stream.restored(restored));
            beyond.forEach(stream -> stream.restart(horizon));
            tableWatch.restart();
        }
    }

    private final class Tables implements TableWatch.Streams {

        @Override
        public @Nullable ChangeStream of(TableId table) {
            return byTable.get(table);
        }

        @Override
        public Set<TableId> tables() {
            return new HashSet<>(byTable.keySet());
        }

        @Override
        public void add(ChangeTable changeTable, Lsn from) {
            TableId table = changeTable.events().table();
            StreamPosition start = StreamPosition.after(from, Long.MIN_VALUE);
            ChangeStream stream;
            if (partitionOf != null) {
                int restored =
                        streams.stream().mapToInt(ChangeStream::restored).max().orElse(0);
                stream = stream(StreamStart.fresh(partitionOf.apply(table), start, Long.MIN_VALUE, restored));
                stream.add(table, changeTable, null, true);
            } else {
                stream = streams.get(0);
                boolean later = start.orderTo(stream.position()) > 0;
                stream.add(table, changeTable, later ? start : null, true);
            }
            byTable.put(table, stream);
        }

        @Override
        public void remove(TableId table) {
            ChangeStream stream = Objects.requireNonNull(byTable.remove(table));
            stream.remove(table);
            if (partitionOf != null) {
                streams.remove(stream);
            }
        }
    }
}
