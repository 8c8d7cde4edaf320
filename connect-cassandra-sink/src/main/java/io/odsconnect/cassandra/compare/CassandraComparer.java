package io.odsconnect.cassandra.compare;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.cassandra.compare.RowShape.Stored;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.cassandra.mapping.CqlColumn;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.MappingRules;
import io.odsconnect.cassandra.mapping.TableName;
import io.odsconnect.cassandra.mapping.Tables;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.BadRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Compares rows with those of Cassandra's tables: each is read by its key, with the write time and the time to live of its
 * columns, and held against the bytes that would be written. The newest write time is the row's position. Reads only, at
 * the consistency level at which the sink writes.
 */
public final class CassandraComparer implements Comparer<CassandraWrite> {

    private final CqlSession session;
    private final Tables tables;
    private final MappingRules rules;
    private final Reads reads;
    private final LongSupplier clock;
    private final ConcurrentHashMap<TableName, Reading> readings = new ConcurrentHashMap<>();

    /** A table as it is, and the statement that reads a row of it. */
    private record Reading(RowShape shape, CompletableFuture<PreparedStatement> one) {}

    /**
     * Compares through a session.
     *
     * @param session the session, which is not closed here
     * @param tables the tables as they are now
     * @param rules how events become writes
     * @param clock the time in milliseconds since the epoch
     */
    public CassandraComparer(CqlSession session, Tables tables, MappingRules rules, LongSupplier clock) {
        this.session = session;
        this.tables = tables;
        this.rules = rules;
        this.reads = new Reads(session);
        this.clock = clock;
    }

    @Override
    public RowHash identity(CassandraWrite write) {
        return shape(write).identity(write.values());
    }

    @Override
    public String key(CassandraWrite write) {
        return shape(write).keyText(write.values());
    }

    @Override
    public CompletionStage<List<Comparison>> compare(List<CassandraWrite> batch) {
        List<CompletableFuture<Comparison>> rows = new ArrayList<>(batch.size());
        for (CassandraWrite write : batch) {
            rows.add(compare(write).toCompletableFuture());
        }
        return CompletableFuture.allOf(rows.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> rows.stream().map(CompletableFuture::join).toList());
    }

    /** Where only the key is filled, no column has a write time. */
    @Override
    public boolean hidesPositions() {
        return true;
    }

    private CompletionStage<Comparison> compare(CassandraWrite write) {
        try {
            return compareNow(write);
        } catch (BadRecordException e) {
            // The table has changed since the row was mapped, and can no longer hold it.
            return CompletableFuture.completedFuture(
                    new Comparison.Different(ChangeEvent.NO_POSITION, List.of(Comparison.FORM)));
        }
    }

    private CompletionStage<Comparison> compareNow(CassandraWrite write) {
        Optional<CqlTable> there = tables.find(write.table().name());
        if (there.isEmpty()) {
            return CompletableFuture.completedFuture(
                    shape(write).isDelete(write) ? Comparison.MATCH : Comparison.MISSING);
        }
        CassandraWrite now = write.in(there.get());
        Reading reading = reading(now.table());
        return reading.one
                .thenCompose(statement -> reads.run(bound(statement, reading.shape.key(now.values()))))
                .thenApply(rows -> compared(reading.shape, now, rows.one()))
                .exceptionallyCompose(failure -> Reads.failed(now.table().name(), failure));
    }

    private static BoundStatement bound(PreparedStatement statement, List<ByteBuffer> key) {
        BoundStatementBuilder bound = statement.boundStatementBuilder();
        for (int i = 0; i < key.size(); i++) {
            bound = bound.setBytesUnsafe(i, key.get(i).duplicate());
        }
        return bound.build();
    }

    private Comparison compared(RowShape shape, CassandraWrite write, @Nullable Row row) {
        Stored stored = row == null ? null : shape.read(row);
        boolean isDelete = shape.isDelete(write);
        // Without the guard the times are those of writing, and say nothing of which change is the newer one.
        if (stored != null && rules.guard() && stored.position() > write.position()) {
            return isDelete ? Comparison.MATCH : new Comparison.Newer(stored.position());
        }
        if (stored == null || stored.isDeleted()) {
            return isDelete ? Comparison.MATCH : missing(write, stored);
        }
        if (isDelete) {
            return new Comparison.Different(stored.position(), List.of(Comparison.ROW));
        }
        List<String> fields = new ArrayList<>();
        for (int i = shape.table().key().size(); i < shape.table().columns().size(); i++) {
            if (!shape.isOfTheChange(i) && differs(shape, write, stored, i)) {
                fields.add(shape.table().columns().get(i).name().asInternal());
            }
        }
        if (!shape.isHistory()
                && Lifetimes.differ(shape, write, stored, defaultSeconds(write.table()), clock.getAsLong())) {
            fields.add(Comparison.TIME_TO_LIVE);
        }
        return fields.isEmpty() ? Comparison.MATCH : new Comparison.Different(stored.position(), fields);
    }

    private Comparison missing(CassandraWrite write, @Nullable Stored deleted) {
        if (deleted != null && deleted.position() == write.position()) {
            return new Comparison.Newer(deleted.position());
        }
        return Lifetimes.mayBeOver(write.expiry(), defaultSeconds(write.table()), clock.getAsLong())
                ? Comparison.EXPIRED
                : Comparison.MISSING;
    }

    private static boolean differs(RowShape shape, CassandraWrite write, Stored stored, int column) {
        CqlColumn of = shape.table().columns().get(column);
        ByteBuffer expected = write.values().get(column);
        // What is null in it, such a write leaves as it is; in a history nothing else was ever written there.
        boolean isLeft = expected == null && write.kind() == Kind.MERGE && !shape.isHistory();
        return !isLeft && !of.holdsSame(expected, stored.values().get(column));
    }

    private int defaultSeconds(CqlTable table) {
        return session.getMetadata()
                .getKeyspace(table.name().keyspace())
                .flatMap(keyspace -> keyspace.getTable(table.name().table()))
                .map(known -> known.getOptions().get(CqlIdentifier.fromInternal("default_time_to_live")))
                .filter(Integer.class::isInstance)
                .map(Integer.class::cast)
                .orElse(0);
    }

    @Override
    public Optional<String> whyNoScan(String topic) {
        if (tableOf(topic).isEmpty()) {
            return Optional.of(
                    RowOptions.TABLE_TEMPLATE + " depends on fields of the record, so it is unknown which tables"
                            + " hold the rows of topic " + topic + ".");
        }
        if (isShared(topic)) {
            return Optional.of(
                    RowOptions.TABLE_TEMPLATE + " may bring rows of other topics into the table of topic " + topic
                            + ", which would be taken for too many: set " + RowOptions.TABLE_TEMPLATE + "." + topic
                            + " to a table that no other topic has.");
        }
        if (!rules.guard()) {
            return Optional.of(
                    "position.guard is false, so rows have no positions, and a row that was added during the run"
                            + " cannot be distinguished from an extra one.");
        }
        return Optional.empty();
    }

    /** Returns whether another topic may have the same table, according to the options. */
    private boolean isShared(String topic) {
        Set<String> named = rules.tables().named();
        Optional<TableName> own = tableOf(topic);
        boolean isForAnyTopic = !named.contains(topic)
                && !rules.topics().equals(Set.of(topic))
                && tableOf(topic + "_").equals(own);
        return isForAnyTopic
                || Stream.concat(named.stream(), rules.topics().stream())
                        .anyMatch(
                                other -> !other.equals(topic) && tableOf(other).equals(own));
    }

    /** Returns the table that the rows of a topic go to; empty where there is none that is the same for all. */
    private Optional<TableName> tableOf(String topic) {
        try {
            return rules.tables()
                    .forTopic(topic)
                    .filter(template -> !template.hasFieldsOfRecord())
                    .flatMap(template -> TableName.parse(template.expand(topic, null, null, null)));
        } catch (DataException e) {
            // A header names the table.
            return Optional.empty();
        }
    }

    @Override
    public RowScan<CassandraWrite> scan(String topic) {
        TableName name = tableOf(topic).orElseThrow();
        Optional<CqlTable> there = tables.find(name);
        return there.isEmpty()
                ? new TableScan(session, reads, null)
                : new TableScan(session, reads, RowShape.of(there.get(), rules.mode()));
    }

    @Override
    public Duration knowsDeletesFor() {
        return rules.keepsDeletesFor();
    }

    @Override
    public String readsFrom() {
        return reads.level().name();
    }

    private RowShape shape(CassandraWrite write) {
        Reading known = readings.get(write.table().name());
        return known != null && known.shape.table() == write.table()
                ? known.shape
                : RowShape.of(write.table(), rules.mode());
    }

    private Reading reading(CqlTable table) {
        Reading known = readings.get(table.name());
        if (known != null && known.shape.table() == table && !known.one.isCompletedExceptionally()) {
            return known;
        }
        RowShape shape = RowShape.of(table, rules.mode());
        Reading fresh = new Reading(shape, reads.prepare(shape.readOne()));
        readings.put(table.name(), fresh);
        return fresh;
    }
}
