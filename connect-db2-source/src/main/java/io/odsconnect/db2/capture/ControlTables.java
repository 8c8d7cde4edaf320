package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.table.Catalog;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.ZonelessTimes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Capture's control tables: IBMSNAP_REGISTER and IBMSNAP_UOW. */
public final class ControlTables {

    private final Db2Session session;
    private final String schema;
    private final ServerClock clock;
    private final String pulseSql;
    private final String movedSql;
    private final String activeSql;
    private final ZonelessTimes times = new ZonelessTimes();

    /** Reads over {@code session} the tables in {@code schema}, whose timestamps {@code clock} understands. */
    public ControlTables(Db2Session session, String schema, ServerClock clock) {
        this.session = session;
        this.schema = schema;
        this.clock = clock;
        this.pulseSql = Db2Sql.pulse(schema);
        this.movedSql = Db2Sql.movedRegistrations(schema);
        this.activeSql = Db2Sql.activeTables(schema);
    }

    /** Returns the schema of the tables. */
    public String schema() {
        return schema;
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
                    : Optional.of(new Horizon(synchpoint, clock.micros(synchTime)));
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
            return new Pulse(
                    new Horizon(synchpoint, clock.micros(synchTime)),
                    clock.micros(Objects.requireNonNull(times.micros(rows, 3))));
        }
    }

    /** Returns how many tables are active: a number that changes when one is registered or taken off. */
    int activeTables() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(activeSql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Says that Capture never ran. */
    public String neverRan() {
        return "The row of " + schema
                + ".IBMSNAP_REGISTER with GLOBAL_RECORD = 'Y' has no SYNCHPOINT and SYNCHTIME: the"
                + " Capture program for schema " + schema + " has not run yet. Start it.";
    }

    /** Returns the database's present time, in microseconds since the epoch. */
    public long currentMicros() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.currentTime());
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return clock.micros(Objects.requireNonNull(times.micros(rows, 1)));
        }
    }

    /** Returns all registered tables. */
    public List<Registration> registrations() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.registrations(schema))) {
            return registrations(statement);
        }
    }

    /** Returns the registered tables with changes in {@code lsn} or later, and those that are not active. */
    public List<Registration> movedSince(Lsn lsn) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(movedSql)) {
            statement.setBytes(1, lsn.bytes());
            return registrations(statement);
        }
    }

    private static List<Registration> registrations(PreparedStatement statement) throws SQLException {
        List<Registration> registrations = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                registrations.add(new Registration(
                        name(rows, 1),
                        name(rows, 3),
                        lsn(rows, 5),
                        lsn(rows, 6),
                        rows.getString(7),
                        "Y".equals(rows.getString(8)),
                        String.valueOf(rows.getString(9))));
            }
        }
        return registrations;
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
                            Lsn.of(rows.getBytes(1)), clock.micros(Objects.requireNonNull(times.micros(rows, 2)))));
                }
            }
        }
        return found;
    }

    /** Says whether IBMSNAP_PRUNE_SET has a row for the subscription set. */
    boolean hasPruneSet(PruneSet set) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.pruneSet(schema))) {
            bind(statement, 1, set);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Returns the change tables that belong to the subscription set by IBMSNAP_PRUNCNTL. */
    Set<TableId> subscribed(PruneSet set) throws SQLException {
        Set<TableId> tables = new HashSet<>();
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.subscribed(schema))) {
            bind(statement, 1, set);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(name(rows, 1));
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

    private static @Nullable Lsn lsn(ResultSet rows, int index) throws SQLException {
        byte @Nullable [] bytes = rows.getBytes(index);
        return bytes == null ? null : Lsn.of(bytes);
    }
}
