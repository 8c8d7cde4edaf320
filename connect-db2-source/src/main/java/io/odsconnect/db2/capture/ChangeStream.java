package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The changes of some tables, in commit order and window by window, with one position for all of them.
 *
 * <p>A window reaches from where the last one ended to the synchpoint that the register told before anything else was
 * read: every unit of work up to there is in the change tables, so a window holds whole units of work over all tables.
 * Only change tables that have something in the window are asked.
 */
final class ChangeStream {

    private static final int SMALLEST_PAGE = 100;
    private static final int COMMIT_TIMES_PAGE = 10_000;

    private final StreamSettings settings;
    private final ControlTables control;
    private final StreamListener listener;
    private final Map<String, String> partition;
    private final ChangeRecords records;
    private final @Nullable TransactionEvents transactions;
    private final Map<TableId, StreamedTable> tables = new HashMap<>();
    private final OffsetFields fields;
    private StreamPosition position;
    private UnitOrder order;
    private boolean caughtUp;
    private int whole;
    private PageGuard guard;
    private @Nullable Window window;
    private long asOfMicros;
    private boolean told;
    private boolean stored;

    /** Goes on where {@code start} says. */
    ChangeStream(
            StreamSettings settings,
            ControlTables control,
            SourceBlock source,
            StreamListener listener,
            StreamStart start) {
        this.settings = settings;
        this.control = control;
        this.listener = listener;
        this.partition = start.partition();
        this.guard = new PageGuard(control);
        @Nullable String topic = settings.transactionTopic();
        this.records = new ChangeRecords(source, settings.tombstones(), topic != null, partition);
        this.transactions = topic == null ? null : new TransactionEvents(topic, partition);
        this.position = start.position();
        this.order = start.order();
        this.asOfMicros = start.asOfMicros();
        this.fields = new OffsetFields(tables, listener::offsetFields, start.restored());
        this.told = start.stored();
        this.stored = start.stored();
    }

    /**
     * Reads the changes of {@code table}, too, of which those up to {@code ahead} were handed over already.
     *
     * @param begins whether they begin now, so that none that came before is needed
     */
    void add(TableId table, ChangeTable changeTable, @Nullable StreamPosition ahead, boolean begins) {
        tables.put(table, new StreamedTable(changeTable, ahead, begins));
        fields.changed();
    }

    /** Reads the changes of {@code table} no longer. */
    void remove(TableId table) {
        tables.remove(table);
        fields.changed();
    }

    /** Returns the table, if this stream reads it. */
    @Nullable
    StreamedTable table(TableId table) {
        return tables.get(table);
    }

    Map<String, String> partition() {
        return partition;
    }

    StreamPosition position() {
        return position;
    }

    /** Returns when {@link #position()} was committed, in microseconds since the epoch; the least number where unknown. */
    long asOfMicros() {
        return asOfMicros;
    }

    /** Says whether there is nothing left to read up to {@code synchpoint}. */
    boolean isAt(Lsn synchpoint) {
        return window == null && position.isWhole() && position.commit().compareTo(synchpoint) >= 0;
    }

    /** Takes note that {@code synchpoint} is the present at {@code micros}; a stream that is there has read all up to then. */
    void present(Lsn synchpoint, long micros) {
        if (isAt(synchpoint) && position.commit().equals(synchpoint)) {
            asOfMicros = Math.max(asOfMicros, micros);
        }
    }

    /** Returns how often the database was restored to before what was read. */
    int restored() {
        return fields.restored();
    }

    /** Takes note that the database was restored, for the {@code times}th time: what is stored of this stream is out of date. */
    void restored(int times) {
        fields.restored(times);
        told = false;
        stored = false;
    }

    /** Goes on at the horizon, since the database was restored: what was read of its tables does not count any more. */
    void restart(Horizon horizon) {
        position = StreamPosition.after(horizon.synchpoint(), position.last());
        order = UnitOrder.NONE;
        window = null;
        asOfMicros = Long.MIN_VALUE;
        tables.values().forEach(table -> {
            table.ahead(null);
            table.begin();
        });
        fields.changed();
    }

    /** Says whether it was handed over where this stream begins, and all that must not be forgotten over a restart. */
    boolean isTold() {
        return told;
    }

    /** Says that something has to be handed over that must not be forgotten over a restart. */
    void mustTell() {
        told = false;
    }

    /** Says whether the worker has stored where this stream begins, so that its changes may be read. */
    boolean isStored() {
        return stored;
    }

    /** Hears that the worker has stored what was handed over: after a crash nothing of this stream would be skipped. */
    void toldIsStored() {
        stored |= told;
    }

    /** Says that the offsets of later records differ from now on in what they hold besides the position. */
    void fieldsChanged() {
        fields.changed();
    }

    /** Returns the offset at what was handed over last, for a record of its own, which counts as handed over. */
    Map<String, Object> tell() {
        told = true;
        return offset();
    }

    private Map<String, Object> offset() {
        Map<String, Object> offset = new HashMap<>(records.offset(position, order, fields.get()));
        if (asOfMicros != Long.MIN_VALUE) {
            offset.put(StreamOffset.AS_OF, asOfMicros);
        }
        return offset;
    }

    /** Says whether a window is open, so that there may be changes to read. */
    boolean hasWindow() {
        return window != null;
    }

    /** Says whether a unit of work was handed over in part. */
    boolean unitOpen() {
        return !position.isWhole();
    }

    /** Forgets what was read ahead of the records handed over. */
    void rewind() {
        window = null;
    }

    /** Says whether the synchpoint lies before what was read: then this is not the database that it was read from. */
    boolean isBeyond(Horizon horizon) {
        boolean begun = position.last() != Long.MIN_VALUE || caughtUp;
        Lsn synchpoint = horizon.synchpoint();
        return (begun && synchpoint.compareTo(position.commit()) < 0)
                || tables.values().stream().anyMatch(table -> isBeyond(table, synchpoint));
    }

    /** A table that was registered a moment ago begins where Capture is not yet. */
    private static boolean isBeyond(StreamedTable table, Lsn synchpoint) {
        StreamPosition ahead = table.ahead();
        @Nullable Lsn beginning = table.changeTable().beginning();
        return ahead != null
                && table.reached()
                && synchpoint.compareTo(ahead.commit()) < 0
                && (beginning == null || beginning.compareTo(ahead.commit()) < 0);
    }

    /**
     * Opens a window up to the horizon, if there is anything in it. Its tables must be up to date.
     *
     * @param horizon how far Capture has come; it was read before anything else
     * @param presentMicros up to when no change is missing in the change tables, as far as is known, in microseconds since
     *     the epoch
     * @param registered the tables that may have changes up to there, and how they are registered
     */
    void open(Horizon horizon, long presentMicros, Map<TableId, Registration> registered) throws SQLException {
        Lsn to = horizon.synchpoint();
        int aheadOfUs = to.compareTo(position.commit());
        boolean done = position.isWhole();
        // A unit of work that was begun is ended first: nothing can be handed over in the middle of it.
        if ((!stored && done) || aheadOfUs < 0 || (aheadOfUs == 0 && done)) {
            return;
        }
        caughtUp = true;
        Map<TableId, StreamedTable> asked = new HashMap<>();
        registered.forEach((table, registration) -> {
            if (hasChanges(registration)) {
                asked.put(table, Objects.requireNonNull(tables.get(table)));
            }
        });
        if (asked.isEmpty() && done) {
            moveOn(to, presentMicros);
            return;
        }
        guard = new PageGuard(control);
        int page = Math.max(SMALLEST_PAGE, settings.rowsInMemory() / Math.max(1, asked.size()));
        List<CommitOrder.Lane<StreamedTable>> lanes = new ArrayList<>();
        asked.forEach((table, streamed) -> {
            StreamPosition from = streamed.from(position);
            lanes.add(new CommitOrder.Lane<>(
                    table,
                    streamed,
                    streamed.changeTable().changes(from.commit(), !from.isWhole(), to, page, guard.of(streamed))));
        });
        CommitTimes times =
                new CommitTimes(commit -> control.commitTimes(commit, to, COMMIT_TIMES_PAGE), horizon.latestMicros());
        window = new Window(to, presentMicros, CommitOrder.merge(lanes), times, this::isKnown);
    }

    private void moveOn(Lsn to, long micros) {
        position = StreamPosition.after(to, position.last());
        asOfMicros = Math.max(asOfMicros, micros);
        dropPassed();
    }

    /** Says whether the register tells of changes of a table of this stream that were not read yet. */
    boolean hasChanges(Registration registration) {
        @Nullable Lsn newest = registration.newest();
        @Nullable StreamedTable streamed = tables.get(registration.table());
        if (newest == null || streamed == null) {
            return false;
        }
        StreamPosition from = streamed.from(position);
        int order = newest.compareTo(from.commit());
        return order > 0 || (order == 0 && !from.isWhole());
    }

    private boolean isKnown(RowChange change, TableId table) {
        StreamedTable streamed = tables.get(table);
        return streamed == null || streamed.from(position).covers(change, table);
    }

    /**
     * Adds changes to {@code batch}: {@code soft} records, or as many more, up to {@code hard}, as the last unit of work
     * takes. What was added counts as handed over, also when this fails later on.
     */
    void read(List<SourceRecord> batch, int soft, int hard, Instant now) throws SQLException {
        whole = unitOpen() ? 0 : batch.size();
        Window open = window;
        while (open != null && (batch.size() < soft || (unitOpen() && batch.size() < hard))) {
            CommitOrder.@Nullable Ordered<StreamedTable> next = open.peek();
            if (!guard.holds()) {
                window = null;
                return;
            }
            if (unitOpen() && (next == null || !next.change().commit().equals(position.commit()))) {
                endUnit(open, batch);
            }
            if (next == null) {
                moveOn(open.to(), open.asOfMicros());
                window = null;
                return;
            }
            open.take();
            CommitOrder.@Nullable Ordered<StreamedTable> following = open.peek();
            if (!guard.holds()) {
                window = null;
                return;
            }
            add(next, following, open, batch, now);
        }
    }

    private void add(
            CommitOrder.Ordered<StreamedTable> next,
            CommitOrder.@Nullable Ordered<StreamedTable> following,
            Window open,
            List<SourceRecord> batch,
            Instant now)
            throws SQLException {
        ChangeTable changeTable = next.tag().changeTable();
        @Nullable RowChange change = changeTable.settled(next.change());
        Lsn commit = next.change().commit();
        long commitMicros = open.commitMicros(commit);
        next.tag().read(commit, commitMicros);
        asOfMicros = Math.max(asOfMicros, commitMicros);
        boolean ends = following == null || !following.change().commit().equals(commit);
        if (change == null
                || listener.takes(next.table(), change instanceof RowChange.Added added ? added.after() : null)) {
            position = new StreamPosition(
                    commit, next.change().intent(), next.table().toString(), 0, position.last());
            if (ends) {
                endUnit(open, batch);
            }
            return;
        }
        int out = next.tag().from(position).recordsOf(change, next.table());
        ChangeRecords.Made made = records.of(
                new ChangeRecords.Told(change, changeTable.events(), commitMicros, ends && transactions == null),
                position.last(),
                order,
                fields.get(),
                now);
        List<SourceRecord> all = made.records();
        if (transactions != null && order.total() == 0 && out == 0 && !all.isEmpty()) {
            batch.add(transactions.begin(commit, commitMicros, offset()));
        }
        batch.addAll(change.isAlwaysToldAlike() ? all.subList(out, all.size()) : all);
        position = made.position();
        order = made.order();
        if (ends) {
            endUnit(open, batch);
        }
    }

    /** Returns how many records of the batch given to {@link #read} last make up whole units of work; 0 if none do. */
    int whole() {
        return whole;
    }

    /** Ends the unit of work that was handed over in part so far: nothing of it is left. */
    private void endUnit(Window open, List<SourceRecord> batch) throws SQLException {
        Lsn commit = position.commit();
        StreamPosition end = StreamPosition.after(commit, position.last());
        if (transactions != null && order.total() > 0) {
            Map<String, Object> offset = records.offset(end, UnitOrder.NONE, fields.get());
            batch.add(transactions.end(commit, open.commitMicros(commit), order, offset));
        }
        position = end;
        order = UnitOrder.NONE;
        whole = batch.size();
    }

    /** Forgets of which tables later changes were handed over, once the stream has come there. */
    private void dropPassed() {
        for (StreamedTable table : tables.values()) {
            StreamPosition ahead = table.ahead();
            if (ahead != null && ahead.orderTo(position) <= 0) {
                table.ahead(null);
                fields.changed();
            }
        }
    }
}
