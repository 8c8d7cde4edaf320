package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.metadata.Metadata;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Columns;
import io.odsconnect.common.event.Row;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into writes: which row of which table, and the bytes of its columns. Follows the schema. Not safe for use
 * by several threads.
 */
public final class RowMapper {

    /** About what the protocol adds to a value: its length. */
    private static final int VALUE_OVERHEAD = 4;

    /** How many forms of rows are kept; more than a sink meets, unless its records have no schema. */
    private static final int MOST_FITS = 1000;

    private final TopicTemplates templates;
    private final Map<String, String> columnMapping;
    private final Tables tables;
    private final Map<Form, Fit> fits = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Form, Fit> eldest) {
            return size() > MOST_FITS;
        }
    };

    private record Form(CqlTable table, Columns columns) {}

    /**
     * Sets how rows are mapped.
     *
     * @param templates the tables of topics
     * @param columnMapping columns by the fields that fill them, where the names differ
     * @param metadata the driver's present metadata
     */
    public RowMapper(TopicTemplates templates, Map<String, String> columnMapping, Supplier<Metadata> metadata) {
        this.templates = templates;
        this.columnMapping = Map.copyOf(columnMapping);
        this.tables = new Tables(metadata);
    }

    /**
     * Returns the writes for an event: one for its row, and before it a delete of the old row where the event changed
     * the primary key. None for a tombstone that repeats a delete and has not all of a primary key.
     *
     * @throws BadRecordException if there is no such table, or it cannot hold the row
     */
    public List<CassandraWrite> map(ChangeEvent event) {
        CqlTable table = tableOf(event);
        Row after = event.after();
        if (after == null) {
            return event.repeatsDelete() && !hasKey(table, event.key())
                    ? List.of()
                    : List.of(delete(table, keyOf(table, event.before(), event.key()), event.position()));
        }
        CassandraWrite put = put(table, after, event.key(), event.position());
        Row before = event.before();
        if (before == null || !hasKey(table, before)) {
            return List.of(put);
        }
        List<ByteBuffer> oldKey = keyOf(table, before, null);
        return oldKey.equals(put.identity().key())
                ? List.of(put)
                : List.of(delete(table, oldKey, event.position()), put);
    }

    private CqlTable tableOf(ChangeEvent event) {
        Template template = templates
                .forTopic(event.topic())
                .orElseThrow(() -> new BadRecordException("There is no table for topic " + event.topic() + ": set "
                        + CassandraOptions.TABLE_TEMPLATE + "." + event.topic() + ", or "
                        + CassandraOptions.TABLE_TEMPLATE + " for all topics"));
        TableName name = TableName.parse(template.of(event))
                .orElseThrow(() -> new BadRecordException(
                        "What " + CassandraOptions.TABLE_TEMPLATE + " gives is not of the form keyspace.table"));
        return tables.get(name);
    }

    private CassandraWrite put(CqlTable table, Row after, @Nullable Row key, long position) {
        Fit fit = fit(table, after);
        fit.requireAll();
        List<CqlColumn> columns = table.columns();
        @Nullable ByteBuffer[] values = new @Nullable ByteBuffer[columns.size()];
        List<ByteBuffer> identity = keyOf(table, after, key);
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            int field = fit.fieldOf(i);
            ByteBuffer value;
            if (i < identity.size()) {
                value = identity.get(i);
            } else {
                value = field < 0 ? null : columns.get(i).encode(after.value(field));
            }
            values[i] = value;
            size += VALUE_OVERHEAD + (value == null ? 0 : value.remaining());
        }
        return new CassandraWrite(
                table,
                new CassandraWrite.RowId(table.name(), identity),
                position,
                false,
                Collections.unmodifiableList(Arrays.asList(values)),
                size);
    }

    private static CassandraWrite delete(CqlTable table, List<ByteBuffer> key, long position) {
        int size = key.stream()
                .mapToInt(value -> VALUE_OVERHEAD + value.remaining())
                .sum();
        return new CassandraWrite(
                table, new CassandraWrite.RowId(table.name(), key), position, true, List.copyOf(key), size);
    }

    private Fit fit(CqlTable table, Row row) {
        return fits.computeIfAbsent(
                new Form(table, row.columns()), form -> Fit.of(form.table, form.columns, columnMapping));
    }

    private boolean hasKey(CqlTable table, @Nullable Row row) {
        return row != null && fit(table, row).fillsFirst(table.key().size());
    }

    /** Returns the primary key, each column from the row where that has it, else from the record's key. */
    private List<ByteBuffer> keyOf(CqlTable table, @Nullable Row row, @Nullable Row key) {
        List<CqlColumn> columns = table.key();
        List<ByteBuffer> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ByteBuffer value = keyColumn(table, i, row);
            if (value == null) {
                value = keyColumn(table, i, key);
            }
            if (value == null) {
                throw new BadRecordException("Column " + columns.get(i) + " of the primary key of table " + table
                        + " is null, or neither the row nor the record's key has it");
            }
            values.add(value);
        }
        return values;
    }

    private @Nullable ByteBuffer keyColumn(CqlTable table, int column, @Nullable Row from) {
        if (from == null) {
            return null;
        }
        int field = fit(table, from).fieldOf(column);
        return field < 0 ? null : table.columns().get(column).encode(from.value(field));
    }
}
