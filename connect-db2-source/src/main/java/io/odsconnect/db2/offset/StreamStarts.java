package io.odsconnect.db2.offset;

import io.odsconnect.db2.capture.StreamOffset;
import io.odsconnect.db2.capture.StreamPosition;
import io.odsconnect.db2.capture.StreamStart;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.capture.UnitOrder;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Where the change streams of a task go on: by what is stored for all tables and for each table, whichever of the two is
 * later. So the number of tasks may change in both directions.
 */
public final class StreamStarts {

    private final StreamPartitions partitions;
    private final List<TableId> tables;
    private final @Nullable Map<String, Object> ofAll;
    private final Map<TableId, StreamPosition> reached = new HashMap<>();

    /**
     * Of tables that are not covered, up to where changes were read when that was stored. When Capture captures such a table
     * again, its changes count from there on: what is deleted then is not in the load.
     */
    private final Map<TableId, StreamPosition> stopped = new HashMap<>();

    private final Map<TableId, Map<String, Object>> own = new HashMap<>();
    private final Map<TableId, Long> asOf = new HashMap<>();
    private final int restored;

    /**
     * Reads what is stored.
     *
     * @param offsets the worker's offsets
     * @param partitions how they are kept
     * @param tables the tables whose changes the task reads
     */
    public StreamStarts(OffsetStorageReader offsets, StreamPartitions partitions, Collection<TableId> tables) {
        this.partitions = partitions;
        this.tables = tables.stream().sorted().toList();
        Map<Map<String, String>, TableId> wanted =
                this.tables.stream().collect(Collectors.toMap(partitions::of, table -> table));
        this.ofAll = offsets.offset(partitions.ofAll());
        offsets.offsets(wanted.keySet()).forEach((partition, offset) -> {
            TableId table = wanted.get(partition);
            if (table != null && offset != null) {
                own.put(table, offset);
            }
        });
        this.restored = stored().stream().mapToInt(StreamOffset::restored).max().orElse(0);
        this.tables.forEach(this::reach);
    }

    private void reach(TableId table) {
        @Nullable StreamPosition position = null;
        @Nullable Map<String, Object> ofTable = own.get(table);
        // What was stored before the database was restored says nothing about it any more.
        boolean staleAll = ofAll != null && StreamOffset.restored(ofAll) < restored;
        boolean staleOwn = ofTable != null && StreamOffset.restored(ofTable) < restored;
        if (ofAll != null && !staleAll) {
            @Nullable Set<String> covered = StreamOffset.covered(ofAll);
            if (covered == null || covered.contains(table.toString())) {
                position = reached(ofAll, table);
                asOf.put(table, StreamOffset.asOfMicros(ofAll));
            } else {
                stopped.put(table, reached(ofAll, table));
            }
        }
        if (ofTable != null && !staleOwn) {
            StreamPosition mine = reached(ofTable, table);
            boolean latest = position == null || mine.orderTo(position) > 0;
            @Nullable Set<String> covered = StreamOffset.covered(ofTable);
            boolean covers = covered == null || covered.contains(table.toString());
            if (latest && !covers) {
                // Capture did not capture the table then, so changes of it are missing.
                position = null;
                stopped.merge(table, mine, StreamPosition::later);
                asOf.put(table, StreamOffset.asOfMicros(ofTable));
            } else if (covers && position == null && ofAll != null && !staleAll && isBefore(mine, ofAll)) {
                // Later, with one task, the table was not read any more: changes of it may be missing since.
                stopped.put(table, mine);
                asOf.put(table, StreamOffset.asOfMicros(ofTable));
            } else if (covers) {
                stopped.remove(table);
                if (latest) {
                    asOf.put(table, StreamOffset.asOfMicros(ofTable));
                }
                position = position == null ? mine : position.later(mine);
            }
        }
        if (position != null) {
            reached.put(table, position);
        }
    }

    private static boolean isBefore(StreamPosition position, Map<String, Object> offset) {
        return position.orderTo(StreamPosition.ofOffset(offset)) < 0;
    }

    private static StreamPosition reached(Map<String, Object> offset, TableId table) {
        StreamPosition position = StreamPosition.ofOffset(offset);
        @Nullable
        StreamPosition ahead = StreamOffset.ahead(offset, List.of(table)).get(table);
        return ahead == null ? position : position.later(ahead);
    }

    /** Returns all offsets that are stored of the streams. */
    public List<Map<String, Object>> stored() {
        List<Map<String, Object>> stored = new ArrayList<>(own.values());
        if (ofAll != null) {
            stored.add(0, ofAll);
        }
        return stored;
    }

    /** Says whether nothing is stored at all. */
    public boolean isEmpty() {
        return ofAll == null && own.isEmpty();
    }

    /** Returns the tables whose changes no stored stream has handed over: they are new and need a load. */
    public Set<TableId> uncovered() {
        Set<TableId> uncovered = new TreeSet<>(tables);
        uncovered.removeAll(reached.keySet());
        return uncovered;
    }

    /** Returns the earliest unit of work from which on changes are needed; null where nothing is stored. */
    public @Nullable Lsn earliest() {
        return isEmpty() ? null : forAll(null, Long.MIN_VALUE).position().commit();
    }

    /**
     * Returns the last unit of work of which no change is needed any more, however the connector starts again; null where
     * that cannot be told, since for some table nothing is stored yet.
     */
    public @Nullable Lsn notNeeded() {
        if (reached.isEmpty() || !uncovered().isEmpty()) {
            return null;
        }
        StreamPosition position = forAll(null, Long.MIN_VALUE).position();
        return position.isWhole() ? position.commit() : position.commit().before();
    }

    /** Returns the streams of a task, where a stream for which nothing is stored begins at a time that is not known. */
    public List<StreamStart> of(TaskShare share, Lsn from) {
        return of(share, from, Long.MIN_VALUE);
    }

    /**
     * Returns the streams of a task.
     *
     * @param share the task's share
     * @param from after which unit of work a stream begins for which nothing is stored
     * @param fromMicros when that was the present, in microseconds since the epoch; the least number where unknown
     */
    public List<StreamStart> of(TaskShare share, Lsn from, long fromMicros) {
        if (share.count() == 1) {
            return List.of(forAll(from, fromMicros));
        }
        List<StreamStart> starts = new ArrayList<>();
        for (TableId table : tables) {
            @Nullable StreamPosition position = reached.get(table);
            starts.add(
                    position == null
                            ? StreamStart.fresh(partitions.of(table), begin(table, from), fromMicros, restored)
                            : new StreamStart(
                                    partitions.of(table),
                                    position,
                                    Map.of(),
                                    Set.of(table),
                                    asOf.getOrDefault(table, Long.MIN_VALUE),
                                    restored,
                                    true,
                                    UnitOrder.NONE));
        }
        return starts;
    }

    /** Returns where the changes of a table begin that is not covered: at {@code from}, or earlier where it was stopped. */
    private StreamPosition begin(TableId table, Lsn from) {
        StreamPosition present = StreamPosition.after(from, Long.MIN_VALUE);
        @Nullable StreamPosition known = stopped.get(table);
        return known == null || known.orderTo(present) > 0 ? present : wholeUnits(known);
    }

    /** Of a unit of work that was read in part, none may have been of the table in question. */
    private static StreamPosition wholeUnits(StreamPosition position) {
        return position.isWhole()
                ? position
                : StreamPosition.after(position.commit().before(), position.last());
    }

    private StreamStart forAll(@Nullable Lsn from, long fromMicros) {
        @Nullable StreamPosition earliest = null;
        long micros = fromMicros;
        long last = Long.MIN_VALUE;
        Map<TableId, StreamPosition> known = new HashMap<>(reached);
        // Where only the offset of all tables tells of a stopped one, that is where the stream goes on anyway.
        stopped.forEach((table, theirs) -> {
            if (own.containsKey(table)) {
                known.put(table, wholeUnits(theirs));
            }
        });
        for (Map.Entry<TableId, StreamPosition> table : known.entrySet()) {
            StreamPosition position = table.getValue();
            last = Math.max(last, position.last());
            if (earliest == null || position.orderTo(earliest) < 0) {
                earliest = position;
                micros = asOf.getOrDefault(table.getKey(), Long.MIN_VALUE);
            }
        }
        @Nullable StreamPosition stored = ofAll == null ? null : StreamPosition.ofOffset(ofAll);
        if (earliest == null && ofAll != null) {
            earliest = stored;
            micros = StreamOffset.asOfMicros(ofAll);
        }
        if (earliest == null) {
            if (from == null) {
                throw new IllegalStateException("Nothing is stored");
            }
            earliest = StreamPosition.after(from, Long.MIN_VALUE);
        }
        last = Math.max(last, stored == null ? Long.MIN_VALUE : stored.last());
        StreamPosition position = earliest.withLast(last);
        Map<TableId, StreamPosition> ahead = new HashMap<>();
        known.forEach((table, theirs) -> {
            if (theirs.orderTo(position) > 0) {
                ahead.put(table, theirs);
            }
        });
        boolean same = ofAll != null && stored != null && stored.orderTo(position) == 0;
        UnitOrder order = same && ofAll != null ? UnitOrder.ofOffset(ofAll) : UnitOrder.NONE;
        return new StreamStart(
                partitions.ofAll(), position, ahead, reached.keySet(), micros, restored, !isEmpty(), order);
    }
}
