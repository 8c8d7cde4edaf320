package io.odsconnect.db2.capture;

import io.odsconnect.common.event.Operation;
import io.odsconnect.common.position.PositionClock;
import io.odsconnect.db2.event.OffsetMap;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.event.TransactionBlock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of a change: one for an add or update, two for a delete with its tombstone, three for a new key; none
 * for a delete, and one for a new key, where another row has the old key now.
 */
final class ChangeRecords {

    private final SourceBlock source;
    private final boolean tombstones;
    private final boolean orders;
    private final Map<String, ?> partition;

    /**
     * Takes what all records share.
     *
     * @param source makes their source blocks
     * @param tombstones whether a delete is followed by a tombstone
     * @param orders whether they tell their order in the unit of work
     * @param partition their source partition
     */
    ChangeRecords(SourceBlock source, boolean tombstones, boolean orders, Map<String, ?> partition) {
        this.source = source;
        this.tombstones = tombstones;
        this.orders = orders;
        this.partition = partition;
    }

    /**
     * A change that is to be told.
     *
     * @param change the change
     * @param table its table
     * @param commitMicros when it was committed, in microseconds since the epoch
     * @param endsUnit whether nothing follows it in its unit of work, not even an END event
     */
    record Told(RowChange change, TableEvents table, long commitMicros, boolean endsUnit) {}

    /**
     * What became of it.
     *
     * @param records its records; each one's offset says how many of them are out
     * @param position where the stream is after them
     * @param order how many events of the unit of work were told then
     */
    record Made(List<SourceRecord> records, StreamPosition position, UnitOrder order) {}

    /**
     * Makes the records of a change.
     *
     * @param told the change
     * @param last the last position given before it
     * @param order how many events of its unit of work were told before it
     * @param fields what the offsets hold besides
     * @param now when it is handled
     */
    Made of(Told told, long last, UnitOrder order, Map<String, Object> fields, Instant now) {
        Batch batch = new Batch(told, last, order, fields, now);
        batch.make();
        return new Made(batch.records, batch.end(), batch.order);
    }

    /** Returns the offset at {@code position}. */
    Map<String, Object> offset(StreamPosition position, UnitOrder order, Map<String, Object> fields) {
        return new OffsetMap(() -> {
            Map<String, Object> offset = position.toOffset();
            order.addTo(offset);
            offset.putAll(fields);
            return offset;
        });
    }

    private final class Batch {
        private final RowChange change;
        private final TableEvents table;
        private final Told told;
        private final PositionClock clock;
        private final Instant now;
        private final long lastBefore;
        private final UnitOrder orderBefore;
        private final Map<String, Object> fields;
        private final int size;
        private final List<SourceRecord> records;
        private UnitOrder order;

        Batch(Told told, long last, UnitOrder order, Map<String, Object> fields, Instant now) {
            this.told = told;
            this.change = told.change();
            this.table = told.table();
            this.clock = new PositionClock(last);
            this.now = now;
            this.lastBefore = last;
            this.orderBefore = order;
            this.order = order;
            this.fields = fields;
            this.size = change instanceof RowChange.Moved moved
                    ? 1 + sizeOfOld(moved.oldRow(), moved.found())
                    : change instanceof RowChange.Removed removed ? sizeOfOld(removed.oldRow(), removed.found()) : 1;
            this.records = new ArrayList<>(size);
        }

        void make() {
            if (change instanceof RowChange.Added added) {
                add(Operation.CREATE, table.key(added.after()), null, added.after());
            } else if (change instanceof RowChange.Replaced replaced) {
                add(Operation.UPDATE, table.key(replaced.after()), replaced.before(), replaced.after());
            } else if (change instanceof RowChange.Removed removed) {
                makeOld(table.key(removed.before()), removed.before(), removed.oldRow(), removed.found());
            } else if (change instanceof RowChange.Moved moved) {
                move(moved);
            }
        }

        private void move(RowChange.Moved moved) {
            Struct newKey = table.key(moved.after());
            @Nullable SourceRecord delete = makeOld(moved.oldKey(), moved.before(), moved.oldRow(), moved.found());
            if (delete != null) {
                table.movedTo(delete, newKey);
            }
            table.movedFrom(add(Operation.CREATE, newKey, null, moved.after()), moved.oldKey());
        }

        private int sizeOfOld(RowChange.OldRow oldRow, @Nullable Struct found) {
            if (oldRow == RowChange.OldRow.DISPLACED) {
                return 0;
            }
            return found == null && tombstones && table.hasKey() ? 2 : 1;
        }

        /** Makes the record that tells what became of a key that a row has left, and returns it if it is a delete. */
        private @Nullable SourceRecord makeOld(
                Struct key, @Nullable Struct before, RowChange.OldRow oldRow, @Nullable Struct found) {
            if (oldRow == RowChange.OldRow.DISPLACED) {
                return null;
            }
            if (found != null) {
                add(Operation.UPDATE, key, null, found);
                return null;
            }
            return delete(key, before);
        }

        private SourceRecord delete(Struct key, @Nullable Struct before) {
            SourceRecord delete = add(Operation.DELETE, key, before, null);
            if (tombstones && table.hasKey()) {
                records.add(table.tombstone(key, clock.last(), partition, nextOffset()));
            }
            return delete;
        }

        private SourceRecord add(Operation operation, Struct key, @Nullable Struct before, @Nullable Struct after) {
            long position = clock.next(told.commitMicros());
            Struct block =
                    source.ofChange(table.table(), position, told.commitMicros(), change.commit(), change.intent());
            SourceRecord record =
                    table.change(operation, key, before, after, block, transaction(), now, partition, nextOffset());
            records.add(record);
            return record;
        }

        private @Nullable Struct transaction() {
            if (!orders) {
                return null;
            }
            String name = table.name();
            order = order.plus(name);
            return TransactionBlock.of(change.commit().toString(), order.total(), order.of(name));
        }

        private Map<String, Object> nextOffset() {
            int out = records.size() + 1;
            return out == size ? offset(end(), order, fields) : offset(at(out, lastBefore), orderBefore, fields);
        }

        private StreamPosition end() {
            return told.endsUnit() ? StreamPosition.after(change.commit(), clock.last()) : at(0, clock.last());
        }

        private StreamPosition at(int out, long last) {
            return new StreamPosition(change.commit(), change.intent(), table.name(), out, last);
        }
    }
}
