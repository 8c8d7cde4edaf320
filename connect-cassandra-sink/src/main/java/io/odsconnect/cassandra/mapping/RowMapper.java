package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into writes: which row of which table, and the bytes of its columns. Follows the schema: the driver
 * keeps its metadata up to date, and what was read from it is read anew when it has changed. Not safe for use by several
 * threads.
 */
public final class RowMapper {

    /** About what the protocol adds to a value: its length. */
    private static final int VALUE_OVERHEAD = 4;

    private final TopicTemplates templates;
    private final Map<String, String> columnMapping;
    private final Supplier<Metadata> metadata;
    private final Map<String, TableName> names = new HashMap<>();
    private final Map<TableName, CqlTable> tables = new HashMap<>();
    private @Nullable Fit lastFit;

    /** How the columns of some rows fit a table: for each column of the table where it stands in the row, or -1. */
    private record Fit(CqlTable table, Columns columns, List<Integer> sources) {}

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
        this.metadata = metadata;
    }

    /**
     * Returns the writes for an event: one for its row, and before it a delete of the old row where the event changed
     * the primary key.
     *
     * @throws BadRecordException if there is no such table, or it cannot hold the row
     */
    public List<CassandraWrite> map(ChangeEvent event) {
        CqlTable table = tableOf(event);
        if (event.after() == null) {
            return List.of(delete(table, keyOf(table, event.key(), event.before()), event.position()));
        }
        CassandraWrite put = put(table, event.key(), event.after(), event.position());
        Row before = event.before();
        if (before == null || !hasKey(table, before)) {
            return List.of(put);
        }
        List<ByteBuffer> oldKey = keyOf(table, null, before);
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
        TableName name = names.computeIfAbsent(template.of(event), RowMapper::parse);
        TableMetadata present = metadata.get()
                .getKeyspace(name.keyspace())
                .flatMap(keyspace -> keyspace.getTable(name.table()))
                .orElseThrow(() -> new BadRecordException("There is no table " + name
                        + " in Cassandra: create it, or change " + CassandraOptions.TABLE_TEMPLATE));
        CqlTable known = tables.get(name);
        if (known == null || !known.isOf(present)) {
            known = CqlTable.of(name, present);
            tables.put(name, known);
        }
        return known;
    }

    private static TableName parse(String text) {
        return TableName.parse(text)
                .orElseThrow(() -> new BadRecordException(
                        "What " + CassandraOptions.TABLE_TEMPLATE + " gives is not of the form keyspace.table"));
    }

    private CassandraWrite put(CqlTable table, @Nullable Row key, Row after, long position) {
        List<Integer> sources = fit(table, after.columns()).sources;
        List<CqlColumn> columns = table.columns();
        @Nullable ByteBuffer[] values = new @Nullable ByteBuffer[columns.size()];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            int source = sources.get(i);
            ByteBuffer value = columns.get(i).encode(source >= 0 ? after.value(source) : null);
            values[i] = value;
            size += VALUE_OVERHEAD + (value == null ? 0 : value.remaining());
        }
        List<ByteBuffer> identity = new ArrayList<>(table.key().size());
        for (int i = 0; i < table.key().size(); i++) {
            ByteBuffer value = values[i];
            if (value == null) {
                value = keyColumn(table, columns.get(i), key, null);
                values[i] = value;
            }
            identity.add(value);
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

    private Fit fit(CqlTable table, Columns columns) {
        Fit last = lastFit;
        if (last != null && last.table == table && last.columns.equals(columns)) {
            return last;
        }
        List<Integer> sources =
                new ArrayList<>(Collections.nCopies(table.columns().size(), -1));
        List<String> names = columns.names();
        for (int i = 0; i < names.size(); i++) {
            int column = columnOf(table, names.get(i));
            if (column < 0) {
                throw new BadRecordException("Table " + table + " has no column for field " + names.get(i)
                        + ": add one, name it in " + CassandraOptions.COLUMN_MAPPING
                        + ", or drop the field with the transform ReplaceField");
            }
            if (sources.get(column) >= 0) {
                throw new BadRecordException("Fields " + names.get(sources.get(column)) + " and " + names.get(i)
                        + " both fill column "
                        + table.columns().get(column).name().asCql(true) + " of table " + table
                        + ": name one of them in " + CassandraOptions.COLUMN_MAPPING);
            }
            sources.set(column, i);
        }
        Fit fit = new Fit(table, columns, List.copyOf(sources));
        lastFit = fit;
        return fit;
    }

    private int columnOf(CqlTable table, String field) {
        String mapped = columnMapping.get(field);
        return table.indexOf(mapped == null ? field : mapped);
    }

    private boolean hasKey(CqlTable table, Row row) {
        return table.key().stream().allMatch(column -> fieldOf(column, row) >= 0);
    }

    private List<ByteBuffer> keyOf(CqlTable table, @Nullable Row key, @Nullable Row row) {
        List<ByteBuffer> values = new ArrayList<>(table.key().size());
        for (CqlColumn column : table.key()) {
            values.add(keyColumn(table, column, key, row));
        }
        return values;
    }

    /** Returns a column of the primary key, from the row where it has it, else from the record's key. */
    private ByteBuffer keyColumn(CqlTable table, CqlColumn column, @Nullable Row key, @Nullable Row row) {
        for (Row from : Arrays.asList(row, key)) {
            int field = from == null ? -1 : fieldOf(column, from);
            ByteBuffer value = from == null || field < 0 ? null : column.encode(from.value(field));
            if (value != null) {
                return value;
            }
        }
        throw new BadRecordException("Column " + column.name().asCql(true) + " of the primary key of table " + table
                + " is null, or neither the row nor the record's key has it");
    }

    private int fieldOf(CqlColumn column, Row row) {
        List<String> names = row.columns().names();
        for (int i = 0; i < names.size(); i++) {
            String field = columnMapping.getOrDefault(names.get(i), names.get(i));
            CqlIdentifier name = column.name();
            if (name.equals(CqlIdentifier.fromInternal(field))
                    || name.asInternal().equalsIgnoreCase(field)) {
                return i;
            }
        }
        return -1;
    }
}
