package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.common.sink.BadRecordException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The tables as they are now: the driver keeps its metadata up to date, and a table is read from it anew when it has
 * changed. Not safe for use by several threads.
 */
public final class Tables {

    private final Supplier<Metadata> metadata;
    private final Map<TableName, Known> known = new HashMap<>();

    private record Known(TableMetadata metadata, CqlTable table) {}

    /** Reads tables from what {@code metadata} gives, the driver's present metadata. */
    public Tables(Supplier<Metadata> metadata) {
        this.metadata = metadata;
    }

    /**
     * Returns a table.
     *
     * @throws BadRecordException if there is none of that name, or rows cannot be replaced in it
     */
    public CqlTable get(TableName name) {
        TableMetadata present = metadata.get()
                .getKeyspace(name.keyspace())
                .flatMap(keyspace -> keyspace.getTable(name.table()))
                .orElseThrow(() -> new BadRecordException("There is no table " + name
                        + " in Cassandra: create it, or change " + CassandraOptions.TABLE_TEMPLATE));
        Known last = known.get(name);
        if (last != null && last.metadata == present) {
            return last.table;
        }
        // The driver reads all tables anew when it connects anew, and most are as they were.
        CqlTable table = last != null && last.metadata.equals(present) ? last.table : CqlTable.of(name, present);
        known.put(name, new Known(present, table));
        return table;
    }
}
