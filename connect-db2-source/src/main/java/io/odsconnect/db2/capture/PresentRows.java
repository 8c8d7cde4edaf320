package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.type.CheckedStruct;
import io.odsconnect.db2.type.ColumnMapping;
import io.odsconnect.db2.type.RowReader;
import io.odsconnect.db2.type.UnreadableRowException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a table for what its change table does not tell: whether a key still has a row, and the values of columns that are
 * not captured as they are, such as large objects.
 *
 * <p>What it finds is committed, and at least as new as the change that it is asked for. Where it is newer, the change that
 * made it so follows in the stream; where the row is gone, its delete or the change of its key does.
 */
final class PresentRows {

    private static final Logger LOG = LoggerFactory.getLogger(PresentRows.class);

    private final Db2Session session;
    private final TableEvents events;
    private final List<ColumnMapping> identity;
    private final List<ColumnMapping> missing;
    private final RowReader whole;
    private final RowReader missingOnly;
    private boolean warned;

    /**
     * Prepares.
     *
     * @param session the way to the database
     * @param events the table's events
     * @param identity the columns that tell its rows apart, those of the records' key first
     * @param missing the columns whose values are not in the change table
     */
    PresentRows(Db2Session session, TableEvents events, List<ColumnMapping> identity, List<ColumnMapping> missing) {
        this.session = session;
        this.events = events;
        this.identity = List.copyOf(identity);
        this.missing = List.copyOf(missing);
        this.whole = new RowReader(events.table(), events.rowSchema(), events.mappings(), 1);
        this.missingOnly = new RowReader(events.table(), events.rowSchema(), this.missing, 1);
    }

    /** Returns the change with all that had to be asked for; null where that cannot be read and the change is left out. */
    @Nullable
    RowChange settled(RowChange change) throws SQLException {
        try {
            if (change instanceof RowChange.Removed removed) {
                return removed.oldRow() == RowChange.OldRow.UNDECIDED ? decided(removed) : removed;
            }
            if (change instanceof RowChange.Moved moved) {
                RowChange.Moved whole =
                        missing.isEmpty() ? moved : moved.after(completed(moved.after(), moved.exact()));
                return moved.oldRow() == RowChange.OldRow.UNDECIDED ? decided(whole) : whole;
            }
            if (missing.isEmpty()) {
                return change;
            }
            if (change instanceof RowChange.Added added) {
                Struct row = completed(added.after(), added.exact());
                return new RowChange.Added(added.commit(), added.intent(), row, added.exact());
            }
            RowChange.Replaced replaced = (RowChange.Replaced) change;
            Struct row = completed(replaced.after(), replaced.exact());
            return new RowChange.Replaced(
                    replaced.commit(), replaced.intent(), replaced.before(), row, replaced.exact());
        } catch (UnreadableRowException e) {
            leaveOut(e, change);
            return null;
        }
    }

    private RowChange decided(RowChange.Removed removed) throws SQLException {
        try {
            @Nullable Struct found = present(removed.before(), removed.exact());
            return removed.decided(RowChange.OldRow.UNDECIDED, found);
        } catch (UnreadableRowException e) {
            leaveOut(e, removed);
            return removed.decided(RowChange.OldRow.DISPLACED, null);
        }
    }

    private RowChange decided(RowChange.Moved moved) throws SQLException {
        try {
            @Nullable Struct found = present(moved.oldKey(), moved.oldExact());
            return moved.decided(RowChange.OldRow.UNDECIDED, found);
        } catch (UnreadableRowException e) {
            leaveOut(e, moved);
            return moved.decided(RowChange.OldRow.DISPLACED, null);
        }
    }

    private void leaveOut(UnreadableRowException e, RowChange change) {
        session.report()
                .unreadable(
                        e,
                        "table %s, as it is after the change at COMMITSEQ %s, INTENTSEQ %s"
                                .formatted(events.name(), change.commit(), change.intent()));
    }

    private @Nullable Struct present(Struct key, @Nullable ExactKey exact) throws SQLException {
        List<ColumnMapping> columns = events.keyMappings();
        try {
            return ask(
                    whole,
                    events.mappings(),
                    columns,
                    texts(columns, key, exact),
                    new CheckedStruct(events.rowSchema()));
        } catch (SQLException e) {
            if (!SqlFailure.lacksTable(e) && !SqlFailure.lacksPrivilege(e)) {
                throw e;
            }
            if (!warned) {
                warned = true;
                LOG.warn(
                        "Table {} could not be queried for rows whose fate the change table does not show, so they count as"
                                + " deleted: {}. If the table still has them, load it again. The query is not needed where"
                                + " the table is registered with all its columns and with updates as delete and insert"
                                + " (UPDATE AS DELETE INSERT ON).",
                        events.name(),
                        SqlFailure.of(e, session.address()).text());
            }
            return null;
        }
    }

    private Struct completed(Struct row, @Nullable ExactKey exact) throws SQLException {
        @Nullable Struct found = ask(missingOnly, missing, identity, texts(identity, row, exact), row);
        return found == null ? row : found;
    }

    /** Returns what is bound for each column, null for null. */
    private static List<@Nullable String> texts(List<ColumnMapping> columns, Struct row, @Nullable ExactKey exact) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnMapping column = columns.get(i);
            @Nullable Object value = row.getWithoutDefault(column.field());
            texts.add(
                    exact != null
                            ? exact.values().get(i)
                            : value == null ? null : column.keyForm().text(value));
        }
        return texts;
    }

    private @Nullable Struct ask(
            RowReader reader,
            List<ColumnMapping> wanted,
            List<ColumnMapping> by,
            List<@Nullable String> texts,
            Struct into)
            throws SQLException {
        List<String> equal = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (int i = 0; i < by.size(); i++) {
            (texts.get(i) == null ? absent : equal).add(by.get(i).column().name());
        }
        List<String> names =
                wanted.stream().map(mapping -> mapping.column().name()).toList();
        try (PreparedStatement statement =
                session.connection().prepareStatement(Db2Sql.presentRow(events.table(), names, equal, absent))) {
            int parameter = 1;
            for (int i = 0; i < by.size(); i++) {
                @Nullable String text = texts.get(i);
                if (text != null) {
                    by.get(i).keyForm().bind(statement, parameter++, text);
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? reader.readInto(rows, into) : null;
            }
        }
    }
}
