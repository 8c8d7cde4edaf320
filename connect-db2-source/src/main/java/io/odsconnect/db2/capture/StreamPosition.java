package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far the change stream was handed to the worker: the source offset of a change.
 *
 * @param commit the unit of work
 * @param change the last change in it that was begun; null when the whole unit of work is done
 * @param table the table of that change, as {@code SCHEMA.TABLE}; null exactly when {@code change} is
 * @param records how many records of that change were handed over; 0 when all of them were
 * @param last the last position given before that change while {@code records} is not 0, else after it;
 *     {@link Long#MIN_VALUE} where none was given yet
 */
public record StreamPosition(
        Lsn commit, @Nullable Lsn change, @Nullable String table, int records, long last) {

    private static final String COMMIT_LSN = "commit_lsn";
    private static final String CHANGE_LSN = "change_lsn";
    private static final String TABLE = "table";
    private static final String RECORDS = "records";
    private static final String LAST = "position";

    /** Returns the position at the end of {@code commit}. */
    public static StreamPosition after(Lsn commit, long last) {
        return new StreamPosition(commit, null, null, 0, last);
    }

    /** Says whether the unit of work {@link #commit} is done. */
    public boolean isWhole() {
        return change == null;
    }

    /** Says whether all records of a change were handed over; {@code theirs} is its table. */
    boolean covers(RowChange other, TableId theirs) {
        int order = compare(other, theirs);
        return order < 0 || (order == 0 && records == 0);
    }

    /** Returns how many records of a change that is not covered were handed over. */
    int recordsOf(RowChange other, TableId theirs) {
        return compare(other, theirs) == 0 ? records : 0;
    }

    /** Returns less than 0 where the change lies before the one of this position, 0 where it is that, else more. */
    private int compare(RowChange other, TableId theirs) {
        int byCommit = other.commit().compareTo(commit);
        if (byCommit != 0) {
            return byCommit;
        }
        if (change == null || table == null) {
            return -1;
        }
        int byChange = other.intent().compareTo(change);
        return byChange != 0 ? byChange : theirs.toString().compareTo(table);
    }

    /** Returns less than 0, 0 or more as this position lies before the other one, is the same or lies after it. */
    public int orderTo(StreamPosition other) {
        int byCommit = commit.compareTo(other.commit);
        if (byCommit != 0) {
            return byCommit;
        }
        if (change == null || other.change == null) {
            return Boolean.compare(change == null, other.change == null);
        }
        int byChange = change.compareTo(other.change);
        if (byChange != 0) {
            return byChange;
        }
        int byTable = String.valueOf(table).compareTo(String.valueOf(other.table));
        return byTable != 0 ? byTable : Integer.compare(done(records), done(other.records));
    }

    private static int done(int records) {
        return records == 0 ? Integer.MAX_VALUE : records;
    }

    /** Returns the later of the two positions, with the higher of their last positions given. */
    public StreamPosition later(StreamPosition other) {
        StreamPosition later = orderTo(other) >= 0 ? this : other;
        return later.withLast(Math.max(last, other.last));
    }

    /** Returns the same with another last position given. */
    public StreamPosition withLast(long micros) {
        return new StreamPosition(commit, change, table, records, micros);
    }

    /** Returns this position, without the last one given, in a line: {@code COMMIT} or {@code COMMIT/CHANGE/RECORDS/TABLE}. */
    String toText() {
        return change == null ? commit.toString() : commit + "/" + change + "/" + records + "/" + table;
    }

    /**
     * Reads what {@link #toText()} gave.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static StreamPosition ofText(String text) {
        String[] parts = text.split("/", 4);
        if (parts.length == 1) {
            return after(Lsn.parse(text), Long.MIN_VALUE);
        }
        if (parts.length != 4) {
            throw new IllegalArgumentException("A position is COMMIT or COMMIT/CHANGE/RECORDS/TABLE");
        }
        return new StreamPosition(
                Lsn.parse(parts[0]), Lsn.parse(parts[1]), parts[3], Integer.parseInt(parts[2]), Long.MIN_VALUE);
    }

    /** Returns the source offset, to which a caller may add. */
    public Map<String, Object> toOffset() {
        Map<String, Object> offset = new HashMap<>();
        offset.put(COMMIT_LSN, commit.toString());
        if (change != null && table != null) {
            offset.put(CHANGE_LSN, change.toString());
            offset.put(TABLE, table);
        }
        if (records > 0) {
            offset.put(RECORDS, records);
        }
        if (last != Long.MIN_VALUE) {
            offset.put(LAST, last);
        }
        return offset;
    }

    /**
     * Reads a source offset.
     *
     * @throws ConnectException if it is none of this connector's
     */
    public static StreamPosition ofOffset(Map<String, ?> offset) {
        try {
            @Nullable Object change = offset.get(CHANGE_LSN);
            return new StreamPosition(
                    Lsn.parse(String.valueOf(offset.get(COMMIT_LSN))),
                    change == null ? null : Lsn.parse(change.toString()),
                    change == null ? null : String.valueOf(offset.get(TABLE)),
                    offset.get(RECORDS) instanceof Number records ? records.intValue() : 0,
                    offset.get(LAST) instanceof Number last ? last.longValue() : Long.MIN_VALUE);
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    "The stored offset of the change stream is not one of this connector's: " + offset
                            + ". Delete it with DELETE /connectors/NAME/offsets, or patch it in the form that the"
                            + " documentation shows.",
                    e);
        }
    }
}
