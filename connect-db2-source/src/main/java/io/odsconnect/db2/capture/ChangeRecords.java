package io.odsconnect.db2.capture;

import io.odsconnect.common.event.Operation;
import io.odsconnect.common.position.PositionClock;
import io.odsconnect.db2.event.OffsetMap;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes the records of a change: one for an add or update, two for a delete with its tombstone, three for a new key. */
final class ChangeRecords {

    private final SourceBlock source;
    private final boolean tombstones;
    private final Map<String, ?> partition;
    private final Map<String, Object> constantOffset;

    /**
     * Takes what all records share.
     *
     * @param source makes their source blocks
     * @param tombstones whether a delete is followed by a tombstone
     * @param partition their source partition
     * @param constantOffset what their offsets hold beside the position
     */
    ChangeRecords(
            SourceBlock source, boolean tombstones, Map<String, ?> partition, Map<String, Object> constantOffset) {
        this.source = source;
        this.tombstones = tombstones;
        this.partition = partition;
        this.constantOffset = constantOffset;
    }

    /** Returns the records of {@code change}, numbered by {@code clock}. Each offset says how many of them are out. */
    List<SourceRecord> of(RowChange change, TableEvents table, long commitMicros, PositionClock clock, Instant now) {
        return new Batch(change, table, commitMicros, clock, now).records();
    }

    /** Returns the offset at {@code position}. */
    Map<String, Object> offset(StreamPosition position) {
        return new OffsetMap(() -> {
            Map<String, Object> offset = position.toOffset();
            offset.putAll(constantOffset);
            return offset;
        });
    }

    private final class Batch {
        private final RowChange change;
        private final TableEvents table;
        private final long commitMicros;
        private final PositionClock clock;
        private final Instant now;
        private final long lastBefore;
        private final int size;
        private final List<SourceRecord> records;

        Batch(RowChange change, TableEvents table, long commitMicros, PositionClock clock, Instant now) {
            this.change = change;
            this.table = table;
            this.commitMicros = commitMicros;
            this.clock = clock;
            this.now = now;
            this.lastBefore = clock.last();
            int withTombstone = tombstones ? 1 : 0;
            this.size = change instanceof RowChange.Moved
                    ? 2 + withTombstone
                    : change instanceof RowChange.Removed ? 1 + withTombstone : 1;
            this.records = new ArrayList<>(size);
        }

        List<SourceRecord> records() {
            if (change instanceof RowChange.Added added) {
                add(Operation.CREATE, table.key(added.after()), null, added.after());
            } else if (change instanceof RowChange.Replaced replaced) {
                add(Operation.UPDATE, table.key(replaced.after()), replaced.before(), replaced.after());
            } else if (change instanceof RowChange.Removed removed) {
                delete(table.key(removed.before()), removed.before());
            } else if (change instanceof RowChange.Moved moved) {
                Struct newKey = table.key(moved.after());
                table.movedTo(delete(moved.oldKey(), moved.before()), newKey);
                table.movedFrom(add(Operation.CREATE, newKey, null, moved.after()), moved.oldKey());
            }
            return records;
        }

        private SourceRecord delete(Struct key, @Nullable Struct before) {
            SourceRecord delete = add(Operation.DELETE, key, before, null);
            if (tombstones) {
                records.add(table.tombstone(key, clock.last(), partition, nextOffset()));
            }
            return delete;
        }

        private SourceRecord add(Operation operation, Struct key, @Nullable Struct before, @Nullable Struct after) {
            long position = clock.next(commitMicros);
            Struct block = source.ofChange(table.table(), position, commitMicros, change.commit(), change.intent());
            SourceRecord record = table.change(operation, key, before, after, block, now, partition, nextOffset());
            records.add(record);
            return record;
        }

        private Map<String, Object> nextOffset() {
            int out = records.size() + 1;
            boolean all = out == size;
            return offset(new StreamPosition(
                    change.commit(),
                    change.intent(),
                    table.table().toString(),
                    all ? 0 : out,
                    all ? clock.last() : lastBefore));
        }
    }
}
