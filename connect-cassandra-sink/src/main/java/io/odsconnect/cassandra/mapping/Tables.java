package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.common.sink.BadRecordException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The tables as they are now: the driver keeps its metadata up to date, and a table is read from it anew when it has
 * changed. Safe for use by several threads.
 */
public final class Tables {

    private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Metadata> metadata;
    private final Runnable refresh;
    private volatile long lastRefreshNanos = System.nanoTime() - SPACING_NANOS;
    private final Map<TableName, Known> known = new ConcurrentHashMap<>();

    private record Known(TableMetadata metadata, CqlTable table) {}

    /**
     * Reads tables from the driver's metadata.
     *
     * @param metadata gives the driver's present metadata
     * @param refresh has the driver read the schema now, and returns when it has; throws what the driver throws
     */
    public Tables(Supplier<Metadata> metadata, Runnable refresh) {
        this.metadata = metadata;
        this.refresh = refresh;
    }

    /**
     * Returns a table.
     *
     * @throws BadRecordException if there is none of that name, or rows cannot be replaced in it
     */
    public CqlTable get(TableName name) {
        return find(name).orElseThrow(() -> new BadRecordException(missing(name)));
    }

    /** Returns the sentence for a name under which there is no table, without a full stop. */
    String missing(TableName name) {
        boolean view = keyspace(name)
                .flatMap(keyspace -> keyspace.getView(name.table()))
                .isPresent();
        return view
                ? name + " is a materialized view, which Cassandra alone writes: name its table in "
                        + RowOptions.TABLE_TEMPLATE
                : "There is no table " + name + " in Cassandra: create it, or change " + RowOptions.TABLE_TEMPLATE;
    }

    /**
     * Returns a table; empty if there is none of that name.
     *
     * @throws BadRecordException if rows cannot be replaced in it
     */
    public Optional<CqlTable> find(TableName name) {
        Optional<TableMetadata> found = keyspace(name).flatMap(keyspace -> keyspace.getTable(name.table()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TableMetadata present = found.get();
        Known last = known.get(name);
        if (last != null && last.metadata == present) {
            return Optional.of(last.table);
        }
        // The driver reads all tables anew when it connects anew, and most are as they were.
        CqlTable table = last != null && last.metadata.equals(present) ? last.table : CqlTable.of(name, present);
        known.put(name, new Known(present, table));
        return Optional.of(table);
    }

    /**
     * Says whether there is anything of this name, be it a table or a view, and asks the server before it says no: the
     * driver keeps what it knew when a change of the schema cannot be read. The server is asked once a second at most.
     *
     * @throws ConnectException if the server has to be asked and does not answer
     */
    boolean isTakenOnServer(TableName name) {
        if (isTaken(name)) {
            return true;
        }
        if (System.nanoTime() - lastRefreshNanos < SPACING_NANOS) {
            return false;
        }
        try {
            refresh.run();
        } catch (RuntimeException e) {
            throw new ConnectException(
                    "The driver knows no table " + name
                            + ", and the schema of Cassandra cannot be read to see whether it"
                            + " is there: restart the task when Cassandra answers",
                    e);
        }
        lastRefreshNanos = System.nanoTime();
        return isTaken(name);
    }

    /** Says whether the driver knows anything of this name, be it a table or a view. */
    boolean isTaken(TableName name) {
        return keyspace(name)
                .filter(keyspace -> keyspace.getTable(name.table()).isPresent()
                        || keyspace.getView(name.table()).isPresent())
                .isPresent();
    }

    /** Says whether a table's keyspace is there. */
    boolean hasKeyspace(TableName name) {
        return keyspace(name).isPresent();
    }

    private Optional<KeyspaceMetadata> keyspace(TableName name) {
        return metadata.get().getKeyspace(name.keyspace());
    }
}
