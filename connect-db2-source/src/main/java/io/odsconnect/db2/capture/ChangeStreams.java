package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
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
    private int lastActive = -1;
    private long fullScanNanos = System.nanoTime();
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
        this.captureWatch =
                new CaptureWatch(control.schema(), settings.lagLimit(), settings.stopLimit(), System::nanoTime);
        this.tableWatch = new TableWatch(captured, listener, control.schema(), new Tables());
    }

    /**
     * Adds a stream that goes on where it stopped.
     *
     * @param start where it goes on
     * @param changeTables the change tables of its tables
     */
    public void add(StreamStart start, Collection<ChangeTable> changeTables) {
        ChangeStream stream = stream(start.partition(), start.position(), start.order());
        for (ChangeTable changeTable : changeTables) {
            TableId table = changeTable.events().table();
            StreamPosition ahead = start.ahead().get(table);
            @Nullable Lsn beginning = changeTable.beginning();
            if (!start.covered().contains(table) && beginning != null) {
                StreamPosition from = StreamPosition.after(beginning, Long.MIN_VALUE);
                ahead = ahead == null ? from : ahead.later(from);
            }
            boolean needed = ahead != null && ahead.orderTo(start.position()) > 0;
            stream.add(table, changeTable, needed ? ahead : null);
            byTable.put(table, stream);
        }
    }

    private ChangeStream stream(Map<String, String> partition, StreamPosition position, UnitOrder order) {
        ChangeStream stream = new ChangeStream(settings, control, source, listener, partition, position, order);
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

    /** Returns the offset of each stream at what was handed over last, by its partition, for heartbeats. */
    public Map<Map<String, String>, Map<String, Object>> offsets() {
        Map<Map<String, String>, Map<String, Object>> offsets = new HashMap<>();
        streams.forEach(stream -> offsets.put(stream.partition(), stream.offset()));
        return offsets;
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
        boolean scan =
                System.nanoTime() - fullScanNanos >= settings.fullScanInterval().toNanos();
        Lsn synchpoint = pulse.horizon().synchpoint();
        if (!scan && !registerDue && synchpoint.equals(lastSynchpoint)) {
            return;
        }
        int active = control.activeTables();
        boolean all = scan || registerDue || active != lastActive;
        requireKnown(pulse.horizon());
        Lsn from = streams.stream()
                .map(stream -> stream.position().commit())
                .min(Lsn::compareTo)
                .orElse(synchpoint);
        List<Registration> registered = all ? List.of() : control.movedSince(from);
        if (all || registered.stream().anyMatch(tableWatch::isNews)) {
            registered = control.registrations();
            tableWatch.register(registered, synchpoint);
        }
        Map<TableId, Registration> candidates = new HashMap<>();
        for (Registration registration : registered) {
            if (byTable.containsKey(registration.table()) && (scan || mayHaveMoved(registration, from))) {
                candidates.put(registration.table(), registration);
            }
        }
        tableWatch.inspect(List.copyOf(candidates.values()), synchpoint);
        Look look = new Look(pulse.horizon(), candidates, scan);
        for (ChangeStream stream : streams) {
            stream.open(look);
        }
        lastSynchpoint = synchpoint;
        lastActive = active;
        registerDue = false;
        if (scan) {
            fullScanNanos = System.nanoTime();
        }
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
            for (ChangeStream stream : beyond) {
                stream.moveTo(StreamPosition.after(
                        horizon.synchpoint(), stream.position().last()));
            }
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
                stream = stream(partitionOf.apply(table), start, UnitOrder.NONE);
                stream.add(table, changeTable, null);
            } else {
                stream = streams.get(0);
                boolean later = start.orderTo(stream.position()) > 0;
                stream.add(table, changeTable, later ? start : null);
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
