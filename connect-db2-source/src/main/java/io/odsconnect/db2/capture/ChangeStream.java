package io.odsconnect.db2.capture;

import io.odsconnect.common.position.PositionClock;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The changes of all tables, in commit order and window by window.
 *
 * <p>A window reaches from where the last one ended to the synchpoint that the register told before anything else was
 * read: every unit of work up to there is in the change tables, so a window holds whole units of work over all tables.
 * Only change tables that have something in the window are asked.
 */
public final class ChangeStream {

    private static final int SMALLEST_PAGE = 100;
    private static final int COMMIT_TIMES_PAGE = 1000;

    private final ControlTables control;
    private final Map<TableId, ChangeTable> tables;
    private final ChangeRecords records;
    private final int rowsInMemory;
    private StreamPosition position;
    private boolean caughtUp;
    private @Nullable Window window;

    private record Window(Lsn to, Cursor<CommitOrder.Ordered<ChangeTable>> changes, CommitTimes times) {}

    /**
     * Goes on after {@code position}.
     *
     * @param control Capture's control tables
     * @param tables the change tables by the tables whose changes they hold
     * @param source makes the source blocks
     * @param tombstones whether deletes are followed by tombstones
     * @param partition the source partition of all records
     * @param constantOffset what every offset holds beside the position
     * @param rowsInMemory about how many change rows to hold at once
     * @param position the last that was handed over
     */
    public ChangeStream(
            ControlTables control,
            Map<TableId, ChangeTable> tables,
            SourceBlock source,
            boolean tombstones,
            Map<String, ?> partition,
            Map<String, Object> constantOffset,
            int rowsInMemory,
            StreamPosition position) {
        this.control = control;
        this.tables = Map.copyOf(tables);
        this.records = new ChangeRecords(source, tombstones, partition, constantOffset);
        this.rowsInMemory = rowsInMemory;
        this.position = position;
    }

    /**
     * Adds the next changes to {@code batch} until it has {@code max} records or there is no more to be had now. What was
     * added counts as handed over, also when this fails later on.
     */
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        Instant now = Instant.now();
        while (batch.size() < max) {
            Window open = window == null ? open() : window;
            if (open == null) {
                return;
            }
            window = open;
            CommitOrder.@Nullable Ordered<ChangeTable> next = open.changes().next();
            if (next == null) {
                position = StreamPosition.after(open.to(), position.last());
                window = null;
            } else if (!position.covers(next.change(), next.table())) {
                add(next, open.times().micros(next.change().commit()), batch, now);
            }
        }
    }

    /** Forgets what was read ahead; the next read asks the database again, after the last change handed over. */
    public void rewind() {
        window = null;
    }

    /** Returns the offset at what was handed over last, for a heartbeat. */
    public Map<String, Object> offset() {
        return records.offset(position);
    }

    private void add(CommitOrder.Ordered<ChangeTable> next, long commitMicros, List<SourceRecord> batch, Instant now) {
        int out = position.recordsOf(next.change(), next.table());
        PositionClock clock = new PositionClock(position.last());
        List<SourceRecord> all = records.of(next.change(), next.tag().events(), commitMicros, clock, now);
        batch.addAll(all.subList(out, all.size()));
        position = new StreamPosition(
                next.change().commit(), next.change().intent(), next.table().toString(), 0, clock.last());
    }

    private @Nullable Window open() throws SQLException {
        Horizon horizon = control.horizon();
        Lsn from = position.commit();
        int ahead = horizon.synchpoint().compareTo(from);
        boolean begun = position.last() != Long.MIN_VALUE || caughtUp;
        if (ahead < 0 && begun) {
            throw new ConnectException(
                    "Capture's synchpoint in " + control.schema() + ".IBMSNAP_REGISTER is "
                            + horizon.synchpoint() + ", before " + from
                            + " up to which changes were read already. The database"
                            + " was restored or Capture's tables were made anew. Delete the connector's offsets to start again.");
        }
        boolean done = position.commitDone();
        if (ahead < 0 || (ahead == 0 && done)) {
            return null;
        }
        caughtUp = true;
        List<Registration> moved = control.movedSince(from).stream()
                .filter(registration -> tables.containsKey(registration.table()))
                .filter(registration -> registration.newest() != null
                        && (!done || registration.newest().compareTo(from) > 0))
                .toList();
        int page = Math.max(SMALLEST_PAGE, rowsInMemory / Math.max(1, moved.size()));
        List<CommitOrder.Lane<ChangeTable>> lanes = new ArrayList<>();
        for (Registration registration : moved) {
            requireNoGap(registration);
            ChangeTable table = tables.get(registration.table());
            if (table != null) {
                lanes.add(new CommitOrder.Lane<>(
                        registration.table(), table, table.changes(from, !done, horizon.synchpoint(), page)));
            }
        }
        CommitTimes times = new CommitTimes(
                commit -> control.commitTimes(commit, horizon.synchpoint(), COMMIT_TIMES_PAGE), horizon.synchMicros());
        return new Window(horizon.synchpoint(), CommitOrder.merge(lanes), times);
    }

    /** Changes of this table after our position may be gone if Capture dropped some after that. */
    private void requireNoGap(Registration registration) {
        @Nullable Lsn oldest = registration.oldest();
        if (oldest == null) {
            return;
        }
        int order = oldest.compareTo(position.commit());
        if (order > 0 || (order == 0 && !position.commitDone())) {
            throw new ConnectException("Changes of table " + registration.table() + " were lost: they were read up to "
                    + position.commit() + ", but " + control.schema() + ".IBMSNAP_REGISTER says that change table "
                    + registration.changeTable() + " holds none up to " + oldest
                    + " (CD_OLD_SYNCHPOINT), because of pruning or a cold start of Capture. Delete the connector's"
                    + " offsets to load the tables again, and have Capture keep changes longer than the connector may"
                    + " be down (RETENTION_LIMIT).");
        }
    }
}
