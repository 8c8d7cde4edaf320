package io.odsconnect.testbed.db2.capture;

import static io.odsconnect.testbed.db2.capture.Database.quoted;

import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.Registration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Registers tables with a Capture program and takes them off again, in transactions of its own. Both wait until no
 * transaction holds a lock on the table.
 */
final class Registrar {

    private final Capture capture;
    private final CaptureProgram program;

    Registrar(Capture capture, CaptureProgram program) {
        this.capture = capture;
        this.program = program;
    }

    /** Registers a table; its changes are captured from the transactions on that begin after this. */
    void register(Registration options) throws SQLException {
        try (Connection connection = capture.database().connect()) {
            if (program.find(options.schema(), options.table()) != null) {
                throw refused(options.schema(), options.table(), "is registered already");
            }
            List<Catalog.Column> columns = captured(connection, options);
            int registration = insertRegistration(connection, options);
            Database.execute(connection, createTables(registration, options, columns));
            boolean byScripts = program.has(CaptureHabit.SCRIPT_REGISTRATIONS);
            if (!byScripts) {
                Database.execute(connection, new Triggers(registration, options, columns).create());
            }
            insertControlRows(connection, options, registration, byScripts);
            CapturedTable table = new CapturedTable(
                    registration,
                    program.schema(),
                    options.schema(),
                    options.table(),
                    options.changeTableName(),
                    Catalog.columns(connection, program.schema(), options.changeTableName()).stream()
                            .map(Catalog.Column::name)
                            .skip(1)
                            .toList());
            capture.add(program, table);
            try {
                connection.commit();
            } catch (SQLException e) {
                capture.remove(program, table);
                throw e;
            }
            if (!byScripts) {
                compileTriggers(connection, registration);
                activate(connection, table);
            }
        }
    }

    /** Takes a table off and drops its change data table. */
    void unregister(String owner, String name) throws SQLException {
        CapturedTable table = program.require(owner, name);
        try (Connection connection = capture.database().connect()) {
            List<String> drops = new ArrayList<>();
            for (String trigger : Triggers.names(table.registration())) {
                // They are gone already where the source table is.
                if (Catalog.hasTrigger(connection, trigger)) {
                    drops.add("DROP TRIGGER CAPTURE_STANDIN." + trigger);
                }
            }
            Database.execute(connection, drops);
            connection.commit();
            program.betweenBatches(() -> {
                drop(connection, table);
                capture.remove(program, table);
            });
        }
    }

    static void compileTriggers(Connection connection, int registration) throws SQLException {
        Database.execute(connection, List.of("CALL CAPTURE_STANDIN.COMPILE_TRIGGERS(" + registration + ")"));
        connection.commit();
    }

    private List<Catalog.Column> captured(Connection connection, Registration options) throws SQLException {
        List<Catalog.Column> all = Catalog.columns(connection, options.schema(), options.table());
        if (all.isEmpty()) {
            throw refused(
                    options.schema(),
                    options.table(),
                    "does not exist; names are in upper case unless they were quoted when the table was created");
        }
        List<Catalog.Column> captured = new ArrayList<>();
        for (String name : options.columns()) {
            captured.add(all.stream()
                    .filter(column -> column.name().equals(name))
                    .findAny()
                    .orElseThrow(() -> refused(options.schema(), options.table(), "has no column " + name)));
        }
        return captured.isEmpty() ? all : captured;
    }

    private int insertRegistration(Connection connection, Registration options) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO CAPTURE_STANDIN.REGISTRATIONS (CAPTURE_SCHEMA, SOURCE_OWNER, SOURCE_TABLE, CD_TABLE)
                VALUES (?, ?, ?, ?)
                """, PreparedStatement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, program.schema());
            insert.setString(2, options.schema());
            insert.setString(3, options.table());
            insert.setString(4, options.changeTableName());
            insert.executeUpdate();
            try (ResultSet key = insert.getGeneratedKeys()) {
                key.next();
                return key.getInt(1);
            }
        }
    }

    private List<String> createTables(int registration, Registration options, List<Catalog.Column> columns) {
        String sequence = program.format().sqlType();
        String changeTable = quoted(program.schema()) + "." + quoted(options.changeTableName());
        String rest = """
                IBMSNAP_INTENTSEQ %s NOT NULL,
                IBMSNAP_OPERATION CHAR(1) NOT NULL,
                %s)
                """.formatted(sequence, columnList(options, columns));
        return List.of(
                "CREATE TABLE %s (IBMSNAP_COMMITSEQ %s NOT NULL,\n%s".formatted(changeTable, sequence, rest),
                "CREATE UNIQUE INDEX %s.%s ON %s (IBMSNAP_COMMITSEQ, IBMSNAP_INTENTSEQ)"
                        .formatted(quoted(program.schema()), quoted("IX" + options.changeTableName()), changeTable),
                "CREATE TABLE %s (UOW BIGINT NOT NULL,\n%s".formatted(CapturedTable.stageSql(registration), rest),
                "CREATE INDEX CAPTURE_STANDIN.%s ON %s (UOW)"
                        .formatted(CapturedTable.stageIndexSql(registration), CapturedTable.stageSql(registration)));
    }

    private static String columnList(Registration options, List<Catalog.Column> columns) {
        List<String> list = new ArrayList<>();
        columns.forEach(column -> list.add(quoted(column.name()) + " " + column.capturedType()));
        String prefix = options.beforeImagePrefix();
        if (prefix != null) {
            columns.stream()
                    .filter(column -> !column.isLob())
                    .forEach(column -> list.add(quoted(prefix + column.name()) + " " + column.nullableType()));
        }
        return list.stream().collect(Collectors.joining(",\n"));
    }

    private void insertControlRows(Connection connection, Registration options, int registration, boolean byScripts)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO %s.IBMSNAP_REGISTER (SOURCE_OWNER, SOURCE_TABLE, SOURCE_VIEW_QUAL, GLOBAL_RECORD,
                  SOURCE_STRUCTURE, SOURCE_CONDENSED, SOURCE_COMPLETE, CD_OWNER, CD_TABLE, PHYS_CHANGE_OWNER,
                  PHYS_CHANGE_TABLE, DISABLE_REFRESH, ARCH_LEVEL, BEFORE_IMG_PREFIX, CONFLICT_LEVEL,
                  CHG_UPD_TO_DEL_INS, CHGONLY, RECAPTURE, OPTION_FLAGS, STOP_ON_ERROR, STATE)
                VALUES (?, ?, 0, 'N', 1, 'Y', 'Y', ?, ?, ?, ?, 0, '0801', ?, '0', ?, 'N', 'Y', 'NNNN', 'Y', ?)
                """.formatted(quoted(program.schema())))) {
            insert.setString(1, options.schema());
            insert.setString(2, options.table());
            insert.setString(3, program.schema());
            insert.setString(4, options.changeTableName());
            insert.setString(5, program.schema());
            insert.setString(6, options.changeTableName());
            insert.setString(7, options.beforeImagePrefix());
            insert.setString(8, options.updates() == Registration.Updates.DELETE_INSERT ? "Y" : "N");
            insert.setString(9, byScripts ? "A" : "I");
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO %s.IBMSNAP_PRUNCNTL (TARGET_SERVER, TARGET_OWNER, TARGET_TABLE, SOURCE_OWNER, SOURCE_TABLE,
                  SOURCE_VIEW_QUAL, APPLY_QUAL, SET_NAME, CNTL_SERVER, TARGET_STRUCTURE, CNTL_ALIAS,
                  PHYS_CHANGE_OWNER, PHYS_CHANGE_TABLE, MAP_ID)
                VALUES ('KAFKA', ?, ?, ?, ?, 0, 'KAFKAQUAL', 'SET001', ?, 8, ?, ?, ?, ?)
                """.formatted(quoted(program.schema())))) {
            insert.setString(1, options.schema());
            insert.setString(2, options.table());
            insert.setString(3, options.schema());
            insert.setString(4, options.table());
            insert.setString(5, capture.database().name());
            insert.setString(6, capture.database().name());
            insert.setString(7, program.schema());
            insert.setString(8, byScripts ? quoted(options.changeTableName()) : options.changeTableName());
            insert.setString(9, Integer.toString(registration));
            insert.executeUpdate();
        }
    }

    /**
     * Waits once more until no transaction holds a lock on the table: a statement that was compiled before the triggers
     * were there may have run without them until now. From here on nothing is missed, and the register row says so.
     */
    void activate(Connection connection, CapturedTable table) throws SQLException {
        try (PreparedStatement lock =
                        connection.prepareStatement("LOCK TABLE " + table.sourceSql() + " IN EXCLUSIVE MODE");
                PreparedStatement update = connection.prepareStatement("""
                        UPDATE %s.IBMSNAP_REGISTER
                        SET STATE = 'A', CD_OLD_SYNCHPOINT = ?, CD_NEW_SYNCHPOINT = COALESCE(CD_NEW_SYNCHPOINT, ?)
                        WHERE SOURCE_OWNER = ? AND SOURCE_TABLE = ? AND SOURCE_VIEW_QUAL = 0
                        """.formatted(quoted(program.schema())))) {
            lock.execute();
            byte[] now = program.format().encode(program.order().next());
            update.setBytes(1, program.has(CaptureHabit.NO_OLD_SYNCHPOINT) ? null : now);
            update.setBytes(2, now);
            update.setString(3, table.owner());
            update.setString(4, table.table());
            update.executeUpdate();
            connection.commit();
        }
    }

    private void drop(Connection connection, CapturedTable table) throws SQLException {
        Database.execute(connection, List.of("DROP TABLE " + table.changeTableSql(), "DROP TABLE " + table.stageSql()));
        String control = quoted(program.schema()) + ".IBMSNAP_";
        deleteRows(connection, control + "REGISTER", table);
        deleteRows(connection, control + "PRUNCNTL", table);
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM CAPTURE_STANDIN.REGISTRATIONS WHERE REGISTRATION = ?")) {
            delete.setInt(1, table.registration());
            delete.executeUpdate();
        }
        connection.commit();
    }

    private static void deleteRows(Connection connection, String control, CapturedTable table) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + control + " WHERE SOURCE_OWNER = ? AND SOURCE_TABLE = ?")) {
            delete.setString(1, table.owner());
            delete.setString(2, table.table());
            delete.executeUpdate();
        }
    }

    private static SQLException refused(String schema, String table, String why) {
        return new SQLException("Table " + quoted(schema) + "." + quoted(table) + " " + why);
    }
}
