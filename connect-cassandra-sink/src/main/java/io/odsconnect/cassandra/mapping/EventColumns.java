package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.sink.BadRecordException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The positions in a table of the columns with metadata of the change.
 *
 * @param position where the position's column stands; -1 for none
 * @param operation where the operation's column stands; -1 for none
 * @param commitTime where the commit time's column stands; -1 for none
 */
public record EventColumns(int position, int operation, int commitTime) {

    /** No column does. */
    static final EventColumns NONE = new EventColumns(-1, -1, -1);

    private static final List<DataType> TEXTS = List.of(DataTypes.TEXT, DataTypes.ASCII);
    private static final List<DataType> TIMES = List.of(DataTypes.TIMESTAMP, DataTypes.BIGINT);

    /** What is wrong with a table: the option to change, or to change the table for, and a sentence without a full stop. */
    record Problem(String option, String sentence) {}

    /**
     * Finds the columns of a history table.
     *
     * @throws BadRecordException if the table cannot hold a history
     */
    public static EventColumns of(CqlTable table, HistoryColumns names) {
        problem(table, names).ifPresent(problem -> {
            throw new BadRecordException(problem.sentence());
        });
        return new EventColumns(
                indexOf(table, names.position()),
                indexOf(table, names.operation()),
                indexOf(table, names.commitTime()));
    }

    /** Returns why a table cannot hold a history; empty if it can. */
    static Optional<Problem> problem(CqlTable table, HistoryColumns names) {
        int position = indexOf(table, names.position());
        if (position < 0
                || !table.isClustering(position)
                || !table.columns().get(position).type().equals(DataTypes.BIGINT)) {
            return Optional.of(new Problem(
                    RowOptions.HISTORY_POSITION_COLUMN,
                    "Table " + table + " has no clustering column " + names.position()
                            + " of type bigint, so changes of a row would overwrite each other: create the table with"
                            + " that column at the end of its primary key, or name another in "
                            + RowOptions.HISTORY_POSITION_COLUMN));
        }
        return missing(table, RowOptions.HISTORY_OPERATION_COLUMN, names.operation(), TEXTS)
                .or(() -> missing(table, RowOptions.HISTORY_COMMIT_TIME_COLUMN, names.commitTime(), TIMES));
    }

    private static Optional<Problem> missing(CqlTable table, String option, String name, List<DataType> types) {
        int index = indexOf(table, name);
        if (name.isEmpty()
                || (index >= 0 && types.contains(table.columns().get(index).type()))) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                option,
                "Table " + table + " has no column " + name + " of type "
                        + types.get(0).asCql(true, true) + " or " + types.get(1).asCql(true, true)
                        + ": add it, or name another in " + option));
    }

    private static int indexOf(CqlTable table, String name) {
        return name.isEmpty() ? -1 : table.indexOf(CqlIdentifier.fromInternal(name));
    }

    /** Says whether the change itself fills a column. */
    public boolean fills(int column) {
        return column == position || column == operation || column == commitTime;
    }

    /**
     * Returns what the change fills a column with.
     *
     * @param as the operation on the row that the column is of: a change of the key is a delete of one row and an update
     *     of another
     */
    @Nullable
    ByteBuffer encode(CqlTable table, int column, ChangeEvent event, Operation as) {
        CqlColumn target = table.columns().get(column);
        if (column == position) {
            return target.encode(event.position());
        }
        if (column == operation) {
            return target.encode(as.code());
        }
        long micros = event.committedMicros();
        if (micros == ChangeEvent.NO_TIME) {
            return null;
        }
        return target.encode(
                target.type().equals(DataTypes.BIGINT)
                        ? (Object) micros
                        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
