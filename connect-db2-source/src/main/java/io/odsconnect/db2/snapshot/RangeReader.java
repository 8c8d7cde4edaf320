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
 * Reads a range of a table from a known row on: chunks in key order, each one statement through a cursor, so that memory
 * does not grow with the table. The rows of a chunk share the position that was told before the statement. A table
 * without a key is one chunk.
 *
 * <p>Belongs to the thread that uses it.
 */
final class RangeReader {

    private final LoadSettings settings;
    private final LoadConnection connection;
    private final TableEvents events;
    private final SourceBlock source;
    private final RowSelect select;
    private final KeyRange range;
    private final RowReader reader;
    private final RowKeys keys;
    private final RowSizes sizes;
    private final KeyLadder ladder;

    private KeyLadder.@Nullable Step step;
    private @Nullable Chunk chunk;
    private List<String> last;

    /** An open statement and what its rows have in common. */
    private static final class Chunk {
        final PreparedStatement statement;
        final ResultSet rows;
        final long position;
        final Struct source;
        int read;

        @Nullable
        Struct lastRow;

        Object @Nullable [] lastKeyBeside;

        Chunk(PreparedStatement statement, ResultSet rows, long position, Struct source) {
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
     * @param part what
     * @param events the table's events, as its columns are now
     * @param source makes the source blocks
     * @param after the key to go on after; empty to begin with the first row
     */
    RangeReader(
            LoadSettings settings,
            LoadConnection connection,
            LoadPart part,
            TableEvents events,
            SourceBlock source,
            List<String> after) {
        this.settings = settings;
        this.connection = connection;
        this.events = events;
        this.source = source;
        this.range = part.progress().mark().plan().range(part.range());
        this.select = new RowSelect(
                events.table(),
                events.columnNames(),
                events.loadKey(),
                part.order().filter(),
                settings.chunkSize(),
                settings.isolation().clause());
        List<ColumnMapping> mappings = events.mappings().stream()
                .map(mapping -> connection.types().map(events.table(), mapping.column()))
                .toList();
        this.reader = new RowReader(events.table(), events.rowSchema(), mappings, 1);
        this.keys = new RowKeys(events);
        this.sizes = new RowSizes(events.rowSchema());
        this.ladder = new KeyLadder(events.loadKey().size());
        this.last = after.isEmpty() ? range.after() : after;
        this.step = ladder.first(last);
    }

    /** Returns the next rows, one at least; null at the end. */
    @Nullable
    RowBlock next() throws SQLException {
        while (chunk != null || step != null) {
            Chunk open = chunk == null ? open() : chunk;
            chunk = open;
            RowBlock block = new RowBlock(open.position, open.source, settings.blockRows());
            if (!fill(block, open)) {
                finish(open);
            }
            if (block.size() > 0) {
                return block;
            }
        }
        return null;
    }

    /** Adds rows until the block is full; says whether there may be more in the chunk. */
    private boolean fill(RowBlock block, Chunk open) throws SQLException {
        ResultSet rows = open.rows;
        int most = settings.blockRows();
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
                open.lastRow = new Struct(events.rowSchema());
                open.lastKeyBeside = keys.alone(reader, rows);
            }
        }
        return true;
    }

    private Chunk open() throws SQLException {
        KeyLadder.Step next = step == null ? new KeyLadder.Step(null, 0) : step;
        long position = connection.positions().position();
        boolean bounded = !range.upTo().isEmpty();
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
            return new Chunk(statement, statement.executeQuery(), position, block);
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
        for (int column = 0; bounded && column < range.upTo().size(); column++) {
            int times = column == range.upTo().size() - 1 ? 1 : 2;
            for (int i = 0; i < times; i++) {
                parameter++;
                keys.form(column).bind(statement, parameter, range.upTo().get(column));
            }
        }
    }

    private void finish(Chunk finished) throws SQLException {
        finished.statement.close();
        chunk = null;
        if (finished.lastRow != null) {
            last = keys.text(finished.lastRow, finished.lastKeyBeside);
        }
        KeyLadder.Step done = step;
        boolean full = finished.read >= settings.chunkSize();
        step = done == null || select.key().isEmpty() ? null : ladder.next(done, full, last);
    }
}
