package io.odsconnect.testbed.db2;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Steers the Capture program of one capture schema, through SQL procedures. A real Db2 has only those that Debezium's
 * scripts make, {@code ADDTABLE} and {@code REMOVETABLE}; there, the rest fails with the database's message.
 */
public final class CaptureControl {

    /** The database's clock may be read in steps of a millisecond. */
    private static final Duration CLOCK_STEP = Duration.ofMillis(2);

    private static final Duration POLL = Duration.ofMillis(10);

    private final Db2Server server;
    private final String schema;

    CaptureControl(Db2Server server, String schema) {
        this.server = server;
        this.schema = schema;
    }

    /** Returns the capture schema: where the ASN tables are. */
    public String schema() {
        return schema;
    }

    /**
     * Registers a table with all its columns, updates as delete and insert. Changes are captured from the transactions
     * on that begin after this returns; it waits until none holds a lock on the table.
     *
     * @param tableSchema the table's schema, as the catalog has it
     * @param table the table's name, as the catalog has it
     */
    public void register(String tableSchema, String table) throws SQLException {
        if (schema.equals(Db2Server.CAPTURE_SCHEMA)) {
            call("CALL ASNCDC.ADDTABLE(?, ?)", tableSchema, table);
        } else {
            register(Registration.of(tableSchema, table));
        }
    }

    /** Registers a table. */
    public void register(Registration registration) throws SQLException {
        call(
                "CALL CAPTURE_STANDIN.REGISTER(?, ?, ?, ?, ?, ?, ?)",
                schema,
                registration.schema(),
                registration.table(),
                registration.updates().name(),
                registration.beforeImagePrefix(),
                String.join("\n", registration.columns()),
                registration.changeTable());
    }

    /** Takes a table off and drops its change data table, with what is in it. */
    public void unregister(String tableSchema, String table) throws SQLException {
        if (schema.equals(Db2Server.CAPTURE_SCHEMA)) {
            call("CALL ASNCDC.REMOVETABLE(?, ?)", tableSchema, table);
        } else {
            call("CALL CAPTURE_STANDIN.UNREGISTER(?, ?, ?)", schema, tableSchema, table);
        }
    }

    /**
     * Alters a registered table and, with it, its change data table, as ALTER TABLE and then ASNCLP's ALTER REGISTRATION
     * do. A column that is added is captured if all columns were.
     *
     * @param tableSchema the table's schema, as the catalog has it
     * @param table the table's name, as the catalog has it
     * @param clause what stands behind {@code ALTER TABLE name}
     */
    public void alter(String tableSchema, String table, String clause) throws SQLException {
        call("CALL CAPTURE_STANDIN.ALTER_TABLE(?, ?, ?, ?)", schema, tableSchema, table, clause);
    }

    /**
     * Captures a table no longer, as after a CAPSTOP signal ({@code I}) or an error ({@code S}): the registration and the
     * change data table stay, with that STATE.
     */
    public void deactivate(String tableSchema, String table, String state) throws SQLException {
        call("CALL CAPTURE_STANDIN.DEACTIVATE(?, ?, ?, ?)", schema, tableSchema, table, state);
    }

    /** Ends {@link #deactivate}, as a CAPSTART signal does: changes are captured from the present on. */
    public void activate(String tableSchema, String table) throws SQLException {
        call("CALL CAPTURE_STANDIN.ACTIVATE(?, ?, ?)", schema, tableSchema, table);
    }

    /** Gives Capture these habits and no others; they outlive a restart. Those of registrations count for later ones. */
    public void habits(CaptureHabit... habits) throws SQLException {
        String names = Arrays.stream(habits).map(CaptureHabit::name).collect(Collectors.joining(","));
        call("CALL CAPTURE_STANDIN.HABITS(?, ?)", schema, names);
    }

    /**
     * Has Capture read the register anew, as Debezium's {@code VALUES ASNCDC.ASNCDCSERVICES('reinit', 'asncdc')} does: it
     * captures from then on what was registered since.
     */
    public void reinit() throws SQLException {
        call("CALL CAPTURE_STANDIN.REINIT(?)", schema);
    }

    /** Starts Capture cold: all tables are inactive ({@code I}) and all change data tables empty, IBMSNAP_UOW too. */
    public void coldStart() throws SQLException {
        call("CALL CAPTURE_STANDIN.COLD_START(?)", schema);
    }

    /** Makes Capture lag: what is committed after this stays uncaptured, and SYNCHTIME stands still. */
    public void pause() throws SQLException {
        call("CALL CAPTURE_STANDIN.PAUSE(?)", schema);
    }

    /** Ends {@link #pause}. */
    public void resume() throws SQLException {
        call("CALL CAPTURE_STANDIN.RESUME(?)", schema);
    }

    /** Prunes now. Returns when all is deleted that may be. */
    public void prune() throws SQLException {
        call("CALL CAPTURE_STANDIN.PRUNE(?)", schema);
    }

    /**
     * Sets when Capture prunes by itself.
     *
     * @param automatically whether it does
     * @param intervalSeconds how often
     * @param retentionMinutes what is older than this is deleted even if nobody has applied it
     */
    public void pruning(boolean automatically, int intervalSeconds, int retentionMinutes) throws SQLException {
        call(
                "UPDATE " + schema + ".IBMSNAP_CAPPARMS SET AUTOPRUNE = ?, PRUNE_INTERVAL = ?, RETENTION_LIMIT = ?",
                automatically ? "Y" : "N",
                intervalSeconds,
                retentionMinutes);
    }

    /**
     * Returns when all has been captured that was committed before the call.
     *
     * @throws IllegalStateException if that takes longer than {@code limit}
     */
    public void catchUp(Duration limit) throws SQLException {
        long end = System.nanoTime() + limit.toNanos();
        try (Connection connection = server.connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT SYNCHTIME FROM " + schema + ".IBMSNAP_REGISTER WHERE GLOBAL_RECORD = 'Y' WITH CS")) {
            Timestamp committed = Timestamp.from(now(connection).toInstant().plus(CLOCK_STEP));
            while (!timestamp(select).after(committed)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("Capture of " + schema + " is not up to date after " + limit);
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private static Timestamp now(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT CURRENT TIMESTAMP FROM SYSIBM.SYSDUMMY1")) {
            return timestamp(select);
        }
    }

    private static Timestamp timestamp(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("The register table has no global row");
            }
            return rows.getTimestamp(1);
        }
    }

    private void call(String sql, @Nullable Object... parameters) throws SQLException {
        try (Connection connection = server.connect();
                CallableStatement call = connection.prepareCall(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                call.setObject(i + 1, parameters[i]);
            }
            call.execute();
        }
    }
}
