package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.sql.RowSelect;
import io.odsconnect.db2.type.ColumnMapping;
import io.odsconnect.db2.type.RowReader;
import io.odsconnect.db2.type.UnreadableRowException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chunk of a table: statements in the order of the key, each over one range of the key's index, through a cursor,
 * so that memory does not grow with the chunk. The rows of a statement share the position that was read before it. A table
 * without a key is one statement.
 *
 * <p>Belongs to the thread that uses it.
 */
final class ChunkReader implements AutoCloseable {

    private final LoadSettings settings;
    private final LoadConnection connection;
    private final TableEvents events;
    private final SourceBlock source;
    private final RowSelect select;
    private final List<String> upTo;
    private final int mostRows;
    private final LoadThreads.Table table;
    private final int blockRows;
    private final RowReader reader;
    private final RowKeys keys;
    private final RowSizes sizes;
    private final KeyLadder ladder;

    private KeyLadder.@Nullable Step step;
    private @Nullable Cursor cursor;
    private List<String> last;
    private long rowsRead;
    private boolean atEnd;

    /** An open statement and what its rows have in common. */
    private static final class Cursor {
        final PreparedStatement statement;
        final ResultSet rows;
        final long position;
        final Struct source;
        int read;

        @Nullable
        Struct lastRow;

        Object @Nullable [] lastKeyBeside;

        Cursor(PreparedStatement statement, ResultSet rows, long position, Struct source) {
            this.statement = statement;
            this.rows = rows;
            this.position = position;
            this.source = source;
        }
    }

    /**
     * Prepares to read.
     *
     * @param settings how
     * @param connection with what
     * @param table the table
     * @param chunk which part of it
     * @param source makes the source blocks
     * @param mostRows after how many rows to end, where the table has more
     */
    ChunkReader(
            LoadSettings settings,
            LoadConnection connection,
            LoadThreads.Table table,
            ReadAhead.Chunk chunk,
            SourceBlock source,
            int mostRows) {
        this.settings = settings;
        this.connection = connection;
        this.table = table;
        this.events = table.events();
        this.source = source;
        this.upTo = chunk.upTo;
        this.mostRows = mostRows;
        this.select = new RowSelect(
                events.table(),
                events.columnNames(),
                events.loadKey(),
                table.filter(),
                Math.min(mostRows, statementRows(settings, table.rate())),
                settings.isolation().clause());
        this.blockRows = Math.min(settings.blockRows(), select.rows());
        List<ColumnMapping> mappings = events.mappings().stream()
                .map(mapping -> connection.types().map(events.table(), mapping.column()))
                .toList();
        this.reader = new RowReader(events.table(), events.rowSchema(), mappings, 1);
        this.keys = new RowKeys(events);
        this.sizes = new RowSizes(events.rowSchema());
        this.ladder = new KeyLadder(events.loadKey().size());
        this.last = chunk.after;
        this.step = ladder.first(last);
    }

    private static int statementRows(LoadSettings settings, @Nullable RowRate rate) {
        return rate == null ? settings.chunkSize() : Math.min(settings.chunkSize(), rate.most());
    }

    /** Returns the next rows, one at least; null at the end, or where nobody wants them any more. */
    @Nullable
    RowBlock next() throws SQLException {
        while (cursor != null || (step != null && rowsRead < mostRows)) {
            if (!mayRead()) {
                close();
                return null;
            }
            Cursor open = cursor == null ? open() : cursor;
            cursor = open;
            RowBlock block = new RowBlock(open.position, open.source, blockRows);
            if (!fill(block, open)) {
                finish(open);
            }
            if (block.size() > 0) {
                return block;
            }
        }
        atEnd = step == null;
        return null;
    }

    /** Waits where reading is limited: before a statement, and before each block of the one that reads a table without a key. */
    private boolean mayRead() {
        @Nullable RowRate rate = table.rate();
        boolean keyed = !select.key().isEmpty();
        if (rate == null || (keyed && cursor != null)) {
            return true;
        }
        return rate.take(keyed ? select.rows() : blockRows, () -> !table.ahead().isClosed());
    }

    /** Returns the key of the last row that was read; where none was, the key that the chunk begins after. */
    List<String> last() {
        return last;
    }

    /** Says whether the chunk has no more rows; else it has ended at its number of rows. */
    boolean isAtEnd() {
        return atEnd;
    }

    /** Adds rows until the block is full; says whether there may be more in the chunk. */
    private boolean fill(RowBlock block, Cursor open) throws SQLException {
        ResultSet rows = open.rows;
        int most = blockRows;
        long mostBytes = settings.blockBytes();
        while (block.size() < most && block.bytes() < mostBytes) {
            if (!rows.next()) {
                return false;
            }
            open.read++;
            try {
                Struct row = reader.read(rows);
                Object @Nullable [] beside = keys.beside(reader, rows, row);
                block.add(row, beside, sizes.of(row));
                open.lastRow = row;
                open.lastKeyBeside = beside;
            } catch (UnreadableRowException e) {
                connection.session().report().unreadable(e, "row " + open.read + " of a chunk of its load");
                table.tally().leftOut();
                open.lastRow = new Struct(events.rowSchema());
                open.lastKeyBeside = keys.alone(reader, rows);
            }
        }
        return true;
    }

    private Cursor open() throws SQLException {
        KeyLadder.Step next = step == null ? new KeyLadder.Step(null, 0) : step;
        long position = connection.positions().now();
        table.tally().statement(position);
        boolean bounded = !upTo.isEmpty();
        connection.session().report().page();
        int agreeing = next.after() == null ? -1 : next.agreeing();
        PreparedStatement statement =
                connection.session().connection().prepareStatement(Db2Sql.rows(select, agreeing, bounded));
        try {
            // The driver brings LOBs along whole, so it had better choose itself how many rows to bring at once.
            if (!events.hasLobs()) {
                statement.setFetchSize(settings.fetchSize());
            }
            bind(statement, next, bounded);
            Struct block = source.ofBulkRow(events.table(), position, "true");
            return new Cursor(statement, statement.executeQuery(), position, block);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, KeyLadder.Step next, boolean bounded) throws SQLException {
        int parameter = 0;
        if (next.after() != null) {
            for (int column = 0; column <= next.agreeing(); column++) {
                parameter++;
                keys.form(column).bind(statement, parameter, next.after().get(column));
            }
        }
        for (int column = 0; bounded && column < upTo.size(); column++) {
            int times = column == upTo.size() - 1 ? 1 : 2;
            for (int i = 0; i < times; i++) {
                parameter++;
                keys.form(column).bind(statement, parameter, upTo.get(column));
            }
        }
    }

    private void finish(Cursor finished) throws SQLException {
        finished.statement.close();
        cursor = null;
        rowsRead += finished.read;
        if (table.rate() != null && !select.key().isEmpty()) {
            table.rate().giveBack(select.rows() - finished.read);
        }
        if (finished.lastRow != null) {
            last = keys.text(finished.lastRow, finished.lastKeyBeside);
        }
        KeyLadder.Step done = step;
        boolean full = finished.read >= select.rows();
        step = done == null || select.key().isEmpty() ? null : ladder.next(done, full, last);
    }

    /** Gives up what is not read yet. */
    @Override
    public void close() throws SQLException {
        if (cursor != null) {
            cursor.statement.close();
        }
    }
}
