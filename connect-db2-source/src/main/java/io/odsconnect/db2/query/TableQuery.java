package io.odsconnect.db2.query;

import io.odsconnect.common.position.PositionClock;
import io.odsconnect.db2.capture.Horizon;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.RowReader;
import io.odsconnect.db2.type.UnreadableRowException;
import io.odsconnect.db2.type.ZonelessTimes;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one table round by round: the rows beyond what is settled, through one cursor in the order of their rank, and of
 * them those that were not sent yet.
 *
 * <p>The position of a row is the database's time <em>after</em> it was read: by then it was committed. So it lies above
 * that of any bulk row that was read while the change was not visible yet, which the row's own timestamp, given
 * before its commit, does not.
 */
final class TableQuery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableQuery.class);

    /** How many numbers below the highest may still be in transactions that are open when the first pass ends. */
    private static final long NUMBERS_IN_FLIGHT = 10_000;

    private final QueriedTable table;
    private final QuerySettings settings;
    private final Db2Session session;
    private final DatabaseClock clock;
    private final ServerClock zone;
    private final QueryRecords records;
    private final RowReader reader;
    private final SoftDelete softDelete;
    private final ZonelessTimes times = new ZonelessTimes();
    private final RowHash hash = new RowHash();
    private final Numbers numbers;
    private final SeenRows seen;
    private final long margin;

    private Settling settling;
    private PositionClock positions;
    private boolean loading;
    private @Nullable Long reached;
    private @Nullable Long number;
    private @Nullable Round round;

    /** An open cursor and what its rows have in common. */
    private record Round(
            PreparedStatement statement,
            ResultSet rows,
            long bulkPosition,
            @Nullable Long startRank) {}

    /** A row that is to be sent. */
    private record Found(
            Struct row, @Nullable Long rank, @Nullable Long number, boolean deleted, long key, long content) {}

    TableQuery(
            QueriedTable table,
            QuerySettings settings,
            Db2Session session,
            DatabaseClock clock,
            ServerClock zone,
            SourceBlock source,
            Map<String, ?> partition,
            @Nullable Map<String, ?> storedOffset) {
        this.table = table;
        this.numbers = new Numbers(table.events().table());
        this.settings = settings;
        this.session = session;
        this.clock = clock;
        this.zone = zone;
        this.records = new QueryRecords(table, source, partition, settings.tombstones(), numbers);
        this.reader = new RowReader(
                table.events().table(),
                table.events().rowSchema(),
                table.events().mappings(),
                table.rowStart());
        this.softDelete = new SoftDelete(
                table.softDeleteIndex(),
                table.softDelete() == null ? Types.NULL : table.softDelete().jdbcType(),
                settings.softDeleteValues());
        this.seen = new SeenRows(settings.rememberedRows());
        this.margin = table.byTimestamp() ? settings.lookBack().toMillis() * 1000 : NUMBERS_IN_FLIGHT;
        QueryProgress stored = storedOffset == null
                ? QueryProgress.NONE
                : QueryProgress.ofOffset(
                        storedOffset,
                        table.byTimestamp(),
                        numbers,
                        table.events().table().toString());
        this.loading = stored.loading();
        this.reached = stored.reached();
        this.number = stored.number();
        this.positions = new PositionClock(stored.last());
        this.settling = new Settling(settings.lookBack().toMillis() * 1000, stored.lower());
    }

    TableId table() {
        return table.events().table();
    }

    /** Returns the offset at what was handed over last. */
    Map<String, Object> offset() {
        return records.offset(progress());
    }

    /** Adds rows to {@code batch} until it has {@code max} records; says whether the round is over. */
    boolean read(List<SourceRecord> batch, int max, Instant now) throws SQLException {
        if (!loading && !settings.changes()) {
            return true;
        }
        @Nullable Round open = round == null ? open() : round;
        if (open == null) {
            return true;
        }
        round = open;
        List<Found> found = new ArrayList<>();
        boolean more = true;
        while (more && batch.size() + found.size() < max) {
            more = open.rows().next();
            if (more) {
                find(open, found);
            }
        }
        if (!found.isEmpty()) {
            send(open, found, batch, now);
        }
        if (!more) {
            finish(open);
        }
        return !more;
    }

    /** Forgets what was read ahead; the next read begins a new round. */
    void rewind() {
        Round open = round;
        round = null;
        if (open != null) {
            try {
                open.statement().close();
            } catch (SQLException e) {
                LOG.debug("A cursor on table {} was lost with its connection", table(), e);
            }
        }
    }

    @Override
    public void close() {
        rewind();
    }

    /** Opens the cursor of a round; null where there is nothing to read. */
    private @Nullable Round open() throws SQLException {
        long local = clock.localMicros();
        if (loading && reached == null && !settings.load()) {
            // Only what comes is wanted: all that is there counts as read.
            loading = false;
            reached = highest(local);
            settling = new Settling(settings.lookBack().toMillis() * 1000, reached);
        }
        @Nullable Long startRank = loading ? highest(local) : null;
        @Nullable Long known = reached;
        @Nullable Long bound;
        if (loading) {
            bound = known == null ? null : known - margin;
        } else {
            @Nullable Long before = settling.lower();
            settling.begin(System.nanoTime() / 1000, capped(known, local));
            bound = settling.lower();
            if (bound != null && !bound.equals(before)) {
                seen.forgetBelow(bound);
            }
        }
        String sql = bound == null ? table.allRows() : loading ? table.rowsBeyondOrWithoutRank() : table.rowsBeyond();
        session.report().page();
        // It stays open over the statements that ask for the time, each of which is a transaction of its own.
        PreparedStatement statement = session.connection()
                .prepareStatement(
                        sql,
                        ResultSet.TYPE_FORWARD_ONLY,
                        ResultSet.CONCUR_READ_ONLY,
                        ResultSet.HOLD_CURSORS_OVER_COMMIT);
        try {
            if (!table.events().hasLobs()) {
                statement.setFetchSize(settings.fetchSize());
            }
            if (bound != null) {
                bind(statement, bound);
            }
            return new Round(
                    statement, statement.executeQuery(), Horizon.bulkPosition(zone.earliest(local)), startRank);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** A timestamp in the future says nothing about the present ones: it must not count as reached. */
    private @Nullable Long capped(@Nullable Long rank, long local) {
        return rank == null || !table.byTimestamp() ? rank : Long.valueOf(Math.min(rank, local));
    }

    private @Nullable Long highest(long local) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(table.highest());
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? capped(rank(rows, 1), local) : null;
        }
    }

    private void bind(PreparedStatement statement, long rank) throws SQLException {
        if (table.byTimestamp()) {
            statement.setString(1, ZonelessTimes.timestampText(rank));
        } else {
            statement.setBigDecimal(1, numbers.decimal(rank));
        }
    }

    private @Nullable Long rank(ResultSet rows, int index) throws SQLException {
        return table.byTimestamp() ? times.micros(rows, index) : number(rows, index);
    }

    private @Nullable Long number(ResultSet rows, int index) throws SQLException {
        @Nullable BigDecimal value = rows.getBigDecimal(index);
        return value == null ? null : (Long) numbers.rank(value);
    }

    private void find(Round open, List<Found> found) throws SQLException {
        ResultSet rows = open.rows();
        @Nullable Long rank = rank(rows, table.rankIndex());
        @Nullable Long counted = table.incrementingIndex() == 0 ? null : number(rows, table.incrementingIndex());
        boolean deleted = softDelete.says(rows);
        if (rank == null && !loading) {
            return;
        }
        try {
            Struct row = reader.read(rows);
            long key = hash.of(
                    table.events().keyNames().isEmpty() ? row : table.events().key(row), 'k');
            long content = hash.of(row, deleted ? 'd' : 'r');
            if (deleted && loading) {
                // It is not there to be loaded, and the rounds that follow need not say so.
                remember(open, key, content, rank);
            } else if (!seen.holds(key, content)) {
                found.add(new Found(row, rank, counted, deleted, key, content));
            }
        } catch (UnreadableRowException e) {
            long place = 31 * (rank == null ? 0 : rank) + (counted == null ? 0 : counted);
            if (!seen.holds(place, ~place)) {
                session.report().unreadable(e, loading ? "the first pass over it" : "a look at its changes");
                remember(open, place, ~place, rank);
            }
        }
    }

    private void send(Round open, List<Found> found, List<SourceRecord> batch, Instant now) throws SQLException {
        long read = zone.latest(clock.localMicros());
        for (Found row : found) {
            boolean added = isAdded(row);
            reached = higher(reached, row.rank());
            number = higher(number, row.number());
            remember(open, row.key(), row.content(), row.rank());
            if (loading) {
                records.loaded(row.row(), open.bulkPosition(), now, progress(), batch);
                continue;
            }
            long position = positions.next(read);
            long micros = table.byTimestamp() && row.rank() != null ? zone.latest(row.rank()) : read;
            if (row.deleted()) {
                records.deleted(row.row(), position, micros, now, progress(), batch);
            } else {
                records.written(row.row(), added, position, micros, now, progress(), batch);
            }
        }
    }

    /** Only a number tells a new row from a changed one; a timestamp alone does not. */
    private boolean isAdded(Found row) {
        if (table.incrementing() == null || row.number() == null) {
            return false;
        }
        return table.byTimestamp() ? number == null || row.number() > number : !seen.knows(row.key());
    }

    private void remember(Round open, long key, long content, @Nullable Long rank) {
        if (rank != null && (!loading || (open.startRank() != null && rank > open.startRank() - margin))) {
            seen.put(key, content, rank);
        }
    }

    private void finish(Round open) throws SQLException {
        open.statement().close();
        round = null;
        if (loading) {
            loading = false;
            @Nullable Long start = open.startRank();
            settling = new Settling(settings.lookBack().toMillis() * 1000, start == null ? null : start - margin);
            LOG.info("Table {} was read to its end; only its changes are read from now on", table());
        }
        if (seen.overflowed()) {
            LOG.warn(
                    "More rows of table {} were written within query.lookback.ms than query.lookback.max.rows allows to"
                            + " remember: some are sent again and again until they are old enough. Raise it, or lower"
                            + " query.lookback.ms.",
                    table());
        }
    }

    private QueryProgress progress() {
        return new QueryProgress(loading, settling.lower(), reached, number, positions.last());
    }

    private static @Nullable Long higher(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(Math.max(one, other));
    }
}
