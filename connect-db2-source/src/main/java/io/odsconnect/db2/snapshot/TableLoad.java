package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.OffsetMap;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.KeyForm;
import io.odsconnect.db2.type.RowReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The load of one table: chunks in key order, each read through a cursor, so that memory does not grow with the table.
 * One row is held back until it is known whether another follows: the last one's offset says that the table is done.
 */
final class TableLoad {

    private final LoadSettings settings;
    private final Db2Session session;
    private final TableEvents events;
    private final SourceBlock source;
    private final Map<String, ?> partition;
    private final @Nullable Lsn streamFrom;
    private final boolean lastTable;
    private final RowReader reader;
    private final KeyForm[] keyForms;
    private final int[] keyColumns;
    private final KeyLadder ladder;

    private final List<String> startKey;
    private Object @Nullable [] deliveredKey;
    private long rows;
    private KeyLadder.@Nullable Step step;
    private @Nullable Chunk chunk;
    private @Nullable Found held;

    /** An open statement and what its rows have in common. */
    private static final class Chunk {
        final PreparedStatement statement;
        final ResultSet rows;
        final long position;
        final Struct source;
        int read;

        Chunk(PreparedStatement statement, ResultSet rows, long position, Struct source) {
            this.statement = statement;
            this.rows = rows;
            this.position = position;
            this.source = source;
        }
    }

    private static final class Found {
        final Struct row;
        final Object[] key;
        final Chunk chunk;

        Found(Struct row, Object[] key, Chunk chunk) {
            this.row = row;
            this.key = key;
            this.chunk = chunk;
        }
    }

    TableLoad(
            LoadSettings settings,
            Db2Session session,
            TableEvents events,
            SourceBlock source,
            Map<String, ?> partition,
            TableProgress progress,
            boolean lastTable) {
        this.settings = settings;
        this.session = session;
        this.events = events;
        this.source = source;
        this.partition = partition;
        this.streamFrom = progress.streamFrom();
        this.lastTable = lastTable;
        this.reader = new RowReader(events.table(), events.rowSchema(), events.mappings(), 1);
        this.keyForms =
                events.keyMappings().stream().map(mapping -> mapping.keyForm()).toArray(KeyForm[]::new);
        this.keyColumns = events.keyNames().stream()
                .mapToInt(name -> events.columnNames().indexOf(name))
                .toArray();
        this.ladder = new KeyLadder(keyForms.length);
        this.startKey = progress.key();
        this.rows = progress.rows();
        this.step = ladder.first(startKey);
    }

    TableId table() {
        return events.table();
    }

    /** Returns how many rows were handed over, over all starts. */
    long rows() {
        return rows;
    }

    /** Adds rows to {@code batch} until it has {@code max} records; says whether there may be more. */
    boolean read(List<SourceRecord> batch, int max) throws SQLException {
        Instant now = Instant.now();
        while (batch.size() < max) {
            Chunk open = chunk == null ? open() : chunk;
            if (open == null) {
                if (held != null) {
                    batch.add(record(held, lastTable ? "last" : "last_in_data_collection", true, now));
                }
                held = null;
                return false;
            }
            chunk = open;
            if (open.rows.next()) {
                Found found = found(open);
                if (held != null) {
                    batch.add(record(held, "true", false, now));
                }
                held = found;
            } else {
                finish(open);
            }
        }
        return true;
    }

    /** Forgets what was read ahead and goes on after the last row handed over. */
    void rewind() {
        if (chunk != null) {
            try {
                chunk.statement.close();
            } catch (SQLException e) {
                // The connection is gone, and the statement with it.
            }
        }
        chunk = null;
        held = null;
        step = ladder.first(delivered());
    }

    /** Returns the key of the last row handed over; empty before the first. */
    private List<String> delivered() {
        return deliveredKey == null ? startKey : text(deliveredKey);
    }

    private List<String> text(Object[] key) {
        List<String> text = new ArrayList<>(key.length);
        for (int i = 0; i < key.length; i++) {
            text.add(keyForms[i].text(key[i]));
        }
        return text;
    }

    /** Opens the next chunk; null where there is none. */
    private @Nullable Chunk open() throws SQLException {
        KeyLadder.Step next = step;
        if (next == null) {
            return null;
        }
        long position = settings.positions().position();
        PreparedStatement statement = session.connection().prepareStatement(sql(next));
        try {
            if (!events.hasLobs()) {
                statement.setFetchSize(settings.fetchSize());
            }
            if (next.after() != null) {
                for (int i = 0; i <= next.agreeing(); i++) {
                    keyForms[i].bind(statement, i + 1, next.after().get(i));
                }
            }
            Struct block = source.ofBulkRow(table(), position, "true");
            return new Chunk(statement, statement.executeQuery(), position, block);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private String sql(KeyLadder.Step next) {
        String isolation = settings.isolation().clause();
        int size = settings.chunkSize();
        return next.after() == null
                ? Db2Sql.firstRows(table(), events.columnNames(), events.keyNames(), size, isolation)
                : Db2Sql.rowsAfter(table(), events.columnNames(), events.keyNames(), next.agreeing(), size, isolation);
    }

    private void finish(Chunk finished) throws SQLException {
        finished.statement.close();
        chunk = null;
        if (step != null) {
            boolean full = finished.read >= settings.chunkSize();
            step = ladder.next(step, full, held == null ? delivered() : text(held.key));
        }
    }

    private Found found(Chunk open) throws SQLException {
        open.read++;
        Struct row = reader.read(open.rows);
        Object[] key = new Object[keyColumns.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = reader.key(open.rows, row, keyColumns[i]);
        }
        return new Found(row, key, open);
    }

    private SourceRecord record(Found found, String snapshot, boolean done, Instant now) {
        long count = ++rows;
        Object[] key = found.key;
        Struct block = done ? source.ofBulkRow(table(), found.chunk.position, snapshot) : found.chunk.source;
        deliveredKey = key;
        return events.bulkRow(
                found.row,
                block,
                now,
                partition,
                new OffsetMap(() -> new TableProgress(done, count, text(key), streamFrom).toOffset(events.keyNames())));
    }
}
