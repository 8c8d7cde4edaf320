package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.ColumnMapping;
import io.odsconnect.db2.type.RowReader;
import io.odsconnect.db2.type.UnreadableRowException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A change table: which of its columns are what, found by name, and how its rows are read. */
public final class ChangeTable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeTable.class);

    /** COMMITSEQ, INTENTSEQ and OPERATION stand before the table's own columns in every statement. */
    private static final int FIRST_COLUMN = 4;

    private final Db2Session session;
    private final TableId changeTable;
    private final TableEvents events;
    private final Registration registration;
    private final List<Column> present;
    private final boolean updatesAsPairs;
    private final List<String> selected;
    private final RowReader image;
    private final @Nullable RowReader before;
    private final @Nullable RowReader oldKey;
    private final List<ColumnMapping> captured;
    private final List<ColumnMapping> identity;
    private final boolean exactKeys;
    private final boolean lobs;
    private final PresentRows presentRows;
    private boolean warned;

    /** Prepares to read a change table that has all columns of the table's events as they are. */
    public ChangeTable(Db2Session session, Registration registration, TableEvents events, List<Column> present) {
        this(session, registration, events, present, Set.of());
    }

    /**
     * Prepares to read a change table.
     *
     * @param session the way to the database
     * @param registration how the table is registered
     * @param events the table's events
     * @param present the columns of the change table; all those of the events are among them
     * @param asked the names of those whose values are not in the change table, but are asked of the table; none that
     *     tells rows apart
     */
    public ChangeTable(
            Db2Session session,
            Registration registration,
            TableEvents events,
            List<Column> present,
            Set<String> asked) {
        this.session = session;
        this.changeTable = registration.changeTable();
        this.events = events;
        this.registration = registration;
        this.present = List.copyOf(present);
        this.updatesAsPairs = registration.updatesAsPairs();
        TableId table = events.table();
        List<ColumnMapping> all = events.mappings().stream()
                .filter(mapping -> !asked.contains(mapping.column().name()))
                .toList();
        this.captured = all;
        this.identity = identity(events);
        this.exactKeys = identity.stream().allMatch(ColumnMapping::exact);
        this.lobs = all.stream().anyMatch(mapping -> mapping.column().isLob());
        this.presentRows = new PresentRows(
                session,
                events,
                identity,
                events.mappings().stream()
                        .filter(mapping -> asked.contains(mapping.column().name()))
                        .toList());
        this.selected = new ArrayList<>(
                all.stream().map(mapping -> mapping.column().name()).toList());
        this.image = new RowReader(table, events.rowSchema(), all, FIRST_COLUMN);
        List<ColumnMapping> key = events.keyMappings();
        int start = FIRST_COLUMN + selected.size();
        @Nullable String prefix = registration.beforePrefix();
        if (select(prefix, all, present)) {
            this.before = new RowReader(table, events.rowSchema(), all, start);
            this.oldKey = null;
        } else if (select(prefix, key, present)) {
            this.before = null;
            this.oldKey = RowReader.ofKeys(table, events.keySchema(), key, start);
        } else {
            this.before = null;
            this.oldKey = null;
        }
    }

    /** Returns the columns that tell rows apart, those of the records' key first. */
    private static List<ColumnMapping> identity(TableEvents events) {
        Set<String> names = new LinkedHashSet<>(events.keyNames());
        names.addAll(events.loadKey());
        return names.stream()
                .flatMap(name -> events.mappings().stream()
                        .filter(mapping -> mapping.column().name().equals(name)))
                .toList();
    }

    /** Selects the before-image columns of {@code mappings}, and says whether the change table has all of them. */
    private boolean select(@Nullable String prefix, List<ColumnMapping> mappings, List<Column> present) {
        if (prefix == null || prefix.isBlank()) {
            return false;
        }
        Set<String> names = new HashSet<>();
        present.forEach(column -> names.add(column.name()));
        List<String> wanted = mappings.stream()
                .map(mapping -> prefix + mapping.column().name())
                .toList();
        return names.containsAll(wanted) && selected.addAll(wanted);
    }

    /** Returns up to where the change table held nothing when this was made, or null where that is not told. */
    public @Nullable Lsn beginning() {
        return registration.oldest();
    }

    /** Returns how the table was registered when this was made. */
    Registration registration() {
        return registration;
    }

    /** Says whether the change table still has the columns that it had when this was made. */
    boolean isCurrent() throws SQLException {
        return new Catalog(session.connection()).columns(changeTable).equals(present);
    }

    /** Returns the table's events. */
    TableEvents events() {
        return events;
    }

    /**
     * Returns the changes of a window of units of work, in order.
     *
     * @param from where it starts
     * @param inclusive whether the unit of work {@code from} belongs to it
     * @param to the last unit of work in it
     * @param pageSize how many rows to hold in memory
     * @param pages hears of each page
     */
    Cursor<RowChange> changes(Lsn from, boolean inclusive, Lsn to, int pageSize, PageListener pages) {
        warnOfKeys();
        String first = inclusive
                ? Db2Sql.changesFrom(changeTable, selected, pageSize)
                : Db2Sql.changesAfter(changeTable, selected, pageSize);
        String within = Db2Sql.changesWithin(changeTable, selected, pageSize);
        String after = Db2Sql.changesAfter(changeTable, selected, pageSize);
        ChangePages rows = new ChangePages(
                new ChangePages.Reader() {
                    @Override
                    public List<ChangeRow> first() throws SQLException {
                        List<ChangeRow> page = page(first, from, to, pageSize);
                        pages.read(
                                from,
                                inclusive,
                                true,
                                page.isEmpty() ? null : page.get(0).commit());
                        return page;
                    }

                    @Override
                    public List<ChangeRow> within(ChangeRow row) throws SQLException {
                        List<ChangeRow> page = page(within, row.commit(), row.intent(), pageSize);
                        pages.read(row.commit(), true, false, null);
                        return page;
                    }

                    @Override
                    public List<ChangeRow> after(Lsn commit) throws SQLException {
                        List<ChangeRow> page = page(after, commit, to, pageSize);
                        pages.read(commit, false, false, null);
                        return page;
                    }
                },
                pageSize);
        return new Pairing(rows, events::key, updatesAsPairs);
    }

    /**
     * Returns the change with what the change table does not tell: asked of the table, as it is at present. Null where that
     * cannot be read and the change is left out.
     */
    @Nullable
    RowChange settled(RowChange change) throws SQLException {
        return presentRows.settled(change);
    }

    private void warnOfKeys() {
        if (!warned && !updatesAsPairs && before == null && oldKey == null && events.hasKey()) {
            warned = true;
            LOG.warn(
                    "Table {} is registered with updates as one row (CHG_UPD_TO_DEL_INS='N') and without before-images of"
                            + " its key {}: an update that changes the key cannot be distinguished from another one, and leaves"
                            + " the row under the old key behind. Register it with updates as delete and insert (UPDATE"
                            + " AS DELETE INSERT ON), or with before-images of these columns, unless its keys never"
                            + " change.",
                    events.name(),
                    events.keyNames());
        }
    }

    private List<ChangeRow> page(String sql, Lsn first, Lsn second, int pageSize) throws SQLException {
        session.report().page();
        List<ChangeRow> page = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            if (!lobs) {
                statement.setFetchSize(pageSize);
            }
            statement.setBytes(1, first.bytes());
            statement.setBytes(2, second.bytes());
            try (ResultSet rows = statement.executeQuery()) {
                @Nullable Lsn commit = null;
                while (rows.next()) {
                    commit = sameOr(commit, rows.getBytes(1));
                    page.add(row(rows, commit));
                }
            }
        }
        return page;
    }

    /** Keeps one object for all rows of a unit of work. */
    private static Lsn sameOr(@Nullable Lsn known, byte[] bytes) {
        Lsn read = Lsn.of(bytes);
        return known != null && known.equals(read) ? known : read;
    }

    private ChangeRow row(ResultSet rows, Lsn commit) throws SQLException {
        Lsn intent = Lsn.of(rows.getBytes(2));
        String operation = rows.getString(3);
        if (operation.isEmpty()) {
            throw new ConnectException(
                    "Change table " + changeTable + " has a row without IBMSNAP_OPERATION at COMMITSEQ " + commit
                            + ", INTENTSEQ " + intent + ". Check what writes to it.");
        }
        try {
            boolean update = operation.charAt(0) == 'U';
            @Nullable Struct rowBefore = update && before != null ? before.readIfComplete(rows) : null;
            @Nullable Struct keyBefore = update && oldKey != null ? oldKey.readIfComplete(rows) : null;
            Struct row = image.read(rows);
            if (exactKeys) {
                return new ChangeRow(commit, intent, operation.charAt(0), row, rowBefore, keyBefore);
            }
            @Nullable ExactKey exact = exactKey(image, captured, identity, rows, row);
            @Nullable ExactKey oldExact = null;
            if (before != null && rowBefore != null) {
                oldExact = exactKey(before, captured, identity, rows, rowBefore);
            } else if (oldKey != null && keyBefore != null) {
                oldExact = exactKey(oldKey, events.keyMappings(), events.keyMappings(), rows, keyBefore);
            }
            return new ChangeRow(commit, intent, operation.charAt(0), row, rowBefore, keyBefore, exact, oldExact);
        } catch (UnreadableRowException e) {
            session.report()
                    .unreadable(
                            e, "change table %s at COMMITSEQ %s, INTENTSEQ %s".formatted(changeTable, commit, intent));
            return ChangeRow.unreadable(commit, intent, operation.charAt(0), events.rowSchema());
        }
    }

    private static ExactKey exactKey(
            RowReader reader, List<ColumnMapping> read, List<ColumnMapping> key, ResultSet rows, Struct row)
            throws SQLException {
        List<@Nullable String> texts = new ArrayList<>();
        for (ColumnMapping column : key) {
            texts.add(reader.keyText(rows, row, read.indexOf(column)));
        }
        return new ExactKey(texts);
    }
}
