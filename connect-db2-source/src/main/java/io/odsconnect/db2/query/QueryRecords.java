package io.odsconnect.db2.query;

import io.odsconnect.common.event.Operation;
import io.odsconnect.db2.event.OffsetMap;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Makes the records of a queried table's rows. */
final class QueryRecords {

    private final TableEvents events;
    private final SourceBlock source;
    private final Map<String, ?> partition;
    private final boolean byTimestamp;
    private final boolean tombstones;
    private final Numbers numbers;

    QueryRecords(
            QueriedTable table, SourceBlock source, Map<String, ?> partition, boolean tombstones, Numbers numbers) {
        this.events = table.events();
        this.source = source;
        this.partition = partition;
        this.byTimestamp = table.byTimestamp();
        this.tombstones = tombstones;
        this.numbers = numbers;
    }

    /** Adds the record of a row of the first pass. */
    void loaded(Struct row, long position, Instant now, QueryProgress progress, List<SourceRecord> batch) {
        Struct block = source.ofBulkRow(events.table(), position, "true");
        batch.add(events.bulkRow(row, block, now, partition, offset(progress)));
    }

    /** Adds the record of an added or updated row, which was written at {@code micros} since the epoch. */
    void written(
            Struct row,
            boolean added,
            long position,
            long micros,
            Instant now,
            QueryProgress progress,
            List<SourceRecord> batch) {
        Struct block = source.ofQueriedRow(events.table(), position, micros);
        Operation operation = added ? Operation.CREATE : Operation.UPDATE;
        batch.add(events.change(operation, events.key(row), null, row, block, null, now, partition, offset(progress)));
    }

    /** Adds the records of a row that was marked as deleted. */
    void deleted(
            Struct row, long position, long micros, Instant now, QueryProgress progress, List<SourceRecord> batch) {
        Struct block = source.ofQueriedRow(events.table(), position, micros);
        Struct key = events.key(row);
        Map<String, Object> offset = offset(progress);
        batch.add(events.change(Operation.DELETE, key, row, null, block, null, now, partition, offset));
        if (tombstones && events.hasKey()) {
            batch.add(events.tombstone(key, position, partition, offset));
        }
    }

    Map<String, Object> offset(QueryProgress progress) {
        return new OffsetMap(() -> progress.toOffset(byTimestamp, numbers));
    }
}
