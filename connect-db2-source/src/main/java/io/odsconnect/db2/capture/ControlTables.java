package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.ZonelessTimes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Capture's control tables: IBMSNAP_REGISTER and IBMSNAP_UOW. */
public final class ControlTables {

    private final Db2Session session;
    private final String schema;
    private final ServerClock clock;
    private final String pulseSql;
    private final String movedSql;
    private final ZonelessTimes times = new ZonelessTimes();

    /** Reads over {@code session} the tables in {@code schema}, whose timestamps {@code clock} understands. */
    public ControlTables(Db2Session session, String schema, ServerClock clock) {
        this.session = session;
        this.schema = schema;
        this.clock = clock;
        this.pulseSql = Db2Sql.pulse(schema);
        this.movedSql = Db2Sql.movedRegistrations(schema);
    }

    /** Returns the schema of the tables. */
    public String schema() {
        return schema;
    }

    /** Returns the database that they are in. */
    Db2Address address() {
        return session.address();
    }

    /** Says whether there is a register at all. */
    public boolean exist() throws SQLException {
        return new Catalog(session.connection()).exists(new TableId(schema, "IBMSNAP_REGISTER"));
    }

    /** Returns how far Capture has come; empty where it never ran. */
    public Optional<Horizon> tryHorizon() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.horizon(schema));
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            @Nullable Lsn synchpoint = lsn(rows, 1);
            @Nullable Long synchTime = times.micros(rows, 2);
            return synchpoint == null || synchTime == null
                    ? Optional.empty()
                    : Optional.of(horizon(synchpoint, synchTime));
        }
    }

    /**
     * Looks at the register, at the same small cost for any number of tables.
     *
     * @throws ConnectException if Capture never ran
     */
    Pulse pulse() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(pulseSql);
                ResultSet rows = statement.executeQuery()) {
            @Nullable Lsn synchpoint = null;
            @Nullable Long synchTime = null;
            if (rows.next()) {
                synchpoint = lsn(rows, 1);
                synchTime = times.micros(rows, 2);
            }
            if (synchpoint == null || synchTime == null) {
                throw new ConnectException(neverRan());
            }
            long now = Objects.requireNonNull(times.micros(rows, 3));
            return new Pulse(horizon(synchpoint, synchTime), clock.earliest(now), clock.latest(now));
        }
    }

    private Horizon horizon(Lsn synchpoint, long synchTime) {
        return new Horizon(synchpoint, clock.earliest(synchTime), clock.latest(synchTime));
    }

    /** Returns what Capture tells of itself besides the register. */
    CaptureVitals vitals() {
        return new CaptureVitals(session, schema, clock);
    }

    /** Returns the change tables that are pruned up to {@code lsn} or further, and how far they are. */
    Map<TableId, Lsn> prunedSince(Lsn lsn) throws SQLException {
        Map<TableId, Lsn> pruned = new HashMap<>();
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.prunedRegistrations(schema))) {
            statement.setBytes(1, lsn.bytes());
            for (Registration registration : registrations(statement)) {
                @Nullable Lsn oldest = registration.oldest();
                if (oldest != null) {
                    pruned.put(registration.changeTable(), oldest);
                }
            }
        }
        return pruned;
    }

    /** Returns the first unit of work of which a change table holds something; null where it is empty. */
    @Nullable
    Lsn oldestChange(TableId changeTable) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.oldestChange(changeTable));
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? lsn(rows, 1) : null;
        }
    }

    /** Returns the first unit of work after {@code from} of which a change table holds something; null where there is none. */
    @Nullable
    Lsn nextChange(TableId changeTable, StreamPosition from) throws SQLException {
        String sql = from.isWhole() ? Db2Sql.changeAfter(changeTable) : Db2Sql.changeFrom(changeTable);
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            statement.setBytes(1, from.commit().bytes());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? lsn(rows, 1) : null;
            }
        }
    }

    /** Returns the first unit of work that IBMSNAP_UOW knows; null where it is empty. */
    @Nullable
    Lsn oldestUnit() throws SQLException {
        return oldestChange(new TableId(schema, "IBMSNAP_UOW"));
    }

    /**
     * Returns up to where all subscription sets of a change table have applied it, so that Capture may have pruned it; null
     * where none tells, or the login may not see it.
     */
    @Nullable
    Lsn applied(TableId changeTable) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.applied(schema))) {
            statement.setString(1, changeTable.schema());
            statement.setString(2, changeTable.table());
            statement.setString(3, '"' + changeTable.table() + '"');
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? lsn(rows, 1) : null;
            }
        } catch (SQLException e) {
            if (SqlFailure.of(e, session.address()).kind() == SqlFailure.Kind.PASSING) {
                throw e;
            }
            return null;
        }
    }

    /** Says that Capture never ran. */
    public String neverRan() {
        return "The row of " + schema
                + ".IBMSNAP_REGISTER with GLOBAL_RECORD = 'Y' has no SYNCHPOINT and SYNCHTIME: the"
                + " Capture program for schema " + schema + " has not run yet. Start it.";
    }

    /** Returns the database's present time, in microseconds since the epoch; of an hour that it shows twice the first. */
    public long currentMicros() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.currentTime());
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return clock.earliest(Objects.requireNonNull(times.micros(rows, 1)));
        }
    }

    /** Returns all registered tables. */
    public List<Registration> registrations() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.registrations(schema))) {
            return registrations(statement);
        }
    }

    /**
     * What one statement tells of the register.
     *
     * @param activeTables a number that changes when a table is registered or taken off, and when Capture takes note of a
     *     registration
     * @param registrations the registered tables with changes in a unit of work or later, and those that are not captured
     */
    record Moved(long activeTables, List<Registration> registrations) {}

    /** Returns what has changed in the register since {@code lsn}. */
    Moved movedSince(Lsn lsn) throws SQLException {
        long active = 0;
        List<Registration> registrations = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(movedSql)) {
            statement.setBytes(1, lsn.bytes());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    active = rows.getLong(10) << Integer.SIZE | rows.getLong(11);
                    if (!"Y".equals(rows.getString(12))) {
                        registrations.add(registration(rows));
                    }
                }
            }
        }
        return new Moved(active, registrations);
    }

    private static List<Registration> registrations(PreparedStatement statement) throws SQLException {
        List<Registration> registrations = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                registrations.add(registration(rows));
            }
        }
        return registrations;
    }

    private static Registration registration(ResultSet rows) throws SQLException {
        return new Registration(
                name(rows, 1),
                name(rows, 3),
                lsn(rows, 5),
                lsn(rows, 6),
                rows.getString(7),
                "Y".equals(rows.getString(8)),
                String.valueOf(rows.getString(9)));
    }

    /**
     * Returns when units of work were committed, in their order.
     *
     * @param from the first to tell
     * @param to the last to tell
     * @param limit how many at most
     */
    List<CommitTime> commitTimes(Lsn from, Lsn to, int limit) throws SQLException {
        List<CommitTime> found = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.commitTimes(schema, limit))) {
            statement.setFetchSize(limit);
            statement.setBytes(1, from.bytes());
            statement.setBytes(2, to.bytes());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new CommitTime(
                            Lsn.of(rows.getBytes(1)), clock.latest(Objects.requireNonNull(times.micros(rows, 2)))));
                }
            }
        }
        return found;
    }

    /** Says whether IBMSNAP_PRUNE_SET has a row for the subscription set. */
    public boolean hasPruneSet(PruneSet set) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.pruneSet(schema))) {
            bind(statement, 1, set);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Makes the subscription set's row, applied up to {@code synchpoint}. */
    void insertPruneSet(PruneSet set, Lsn synchpoint) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.insertPruneSet(schema))) {
            bind(statement, 1, set);
            statement.setBytes(4, synchpoint.bytes());
            statement.executeUpdate();
        }
    }

    /** Returns the tables that belong to the subscription set by IBMSNAP_PRUNCNTL, and the change table of each. */
    public Map<TableId, TableId> subscribed(PruneSet set) throws SQLException {
        Map<TableId, TableId> tables = new HashMap<>();
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.subscribed(schema))) {
            bind(statement, 1, set);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableId changeTable = name(rows, 3);
                    tables.put(
                            name(rows, 1), new TableId(unquoted(changeTable.schema()), unquoted(changeTable.table())));
                }
            }
        }
        return tables;
    }

    /** Raises the subscription set's SYNCHPOINT; says whether it was lower before. */
    boolean raisePruneSet(PruneSet set, Lsn synchpoint) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.raisePruneSet(schema))) {
            statement.setBytes(1, synchpoint.bytes());
            statement.setBytes(2, synchpoint.bytes());
            bind(statement, 3, set);
            statement.setBytes(6, synchpoint.bytes());
            return statement.executeUpdate() > 0;
        }
    }

    private static void bind(PreparedStatement statement, int first, PruneSet set) throws SQLException {
        statement.setString(first, set.targetServer());
        statement.setString(first + 1, set.applyQualifier());
        statement.setString(first + 2, set.name());
    }

    /** Older control tables have names in CHAR columns, filled up with blanks. */
    private static TableId name(ResultSet rows, int index) throws SQLException {
        return new TableId(
                rows.getString(index).stripTrailing(), rows.getString(index + 1).stripTrailing());
    }

    /** Debezium's scripts write the name of a change table as SQL has it. */
    private static String unquoted(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static @Nullable Lsn lsn(ResultSet rows, int index) throws SQLException {
        byte @Nullable [] bytes = rows.getBytes(index);
        return bytes == null ? null : Lsn.of(bytes);
    }
}
