package io.odsconnect.testbed.db2.capture;

import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Capture programs of the database in this process: one a capture schema. The SQL routines find them here. */
public final class Capture {

    /** The capture schema that is always there; Debezium's scripts give it this name. */
    public static final String DEFAULT_SCHEMA = "ASNCDC";

    private static volatile @Nullable Capture running;

    private final Database database;
    private final Map<String, CaptureProgram> programs = new ConcurrentHashMap<>();
    private final Map<Integer, CaptureProgram> byRegistration = new ConcurrentHashMap<>();

    private Capture(Database database) {
        this.database = database;
    }

    /** Starts what the database knows of, and makes {@link #DEFAULT_SCHEMA} in a new database. */
    public static void start(Database database) throws SQLException {
        Capture capture = new Capture(database);
        running = capture;
        try (Connection connection = database.connect()) {
            if (isNew(connection)) {
                Database.execute(connection, StandInTables.create());
                connection.commit();
                capture.create(DEFAULT_SCHEMA, SequenceFormat.VARCHAR_16);
                Database.execute(connection, StandInTables.createDebeziumProcedures());
                connection.commit();
            } else {
                capture.load(connection);
            }
        }
    }

    /** Returns the one in this process. */
    static Capture running() {
        Capture capture = running;
        if (capture == null) {
            throw new IllegalStateException("Capture has not been started");
        }
        return capture;
    }

    /** Makes a capture schema and starts its program; does nothing if it is there in this format. */
    synchronized void create(String schema, SequenceFormat format) throws SQLException {
        CaptureProgram present = programs.get(schema);
        if (present != null) {
            if (present.format() != format) {
                throw new SQLException("Capture schema " + schema + " has sequence numbers of "
                        + present.format().length() + " bytes");
            }
            return;
        }
        try (Connection connection = database.connect()) {
            Database.execute(connection, ControlTables.create(schema, format));
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO CAPTURE_STANDIN.PROGRAMS (CAPTURE_SCHEMA, SEQUENCE_LENGTH) VALUES (?, ?)")) {
                insert.setString(1, schema);
                insert.setInt(2, format.length());
                insert.executeUpdate();
            }
            connection.commit();
        }
        CaptureProgram program = new CaptureProgram(database, schema, format);
        programs.put(schema, program);
        program.start();
    }

    /** Gives a program habits, which are kept. */
    void habits(String schema, Set<CaptureHabit> habits) throws SQLException {
        CaptureProgram program = program(schema);
        try (Connection connection = database.connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE CAPTURE_STANDIN.PROGRAMS SET HABITS = ? WHERE CAPTURE_SCHEMA = ?")) {
            update.setString(1, habits.stream().map(CaptureHabit::name).collect(Collectors.joining(",")));
            update.setString(2, schema);
            update.executeUpdate();
            if (habits.contains(CaptureHabit.NO_OLD_SYNCHPOINT)) {
                Database.execute(
                        connection,
                        List.of("UPDATE " + Database.quoted(schema)
                                + ".IBMSNAP_REGISTER SET CD_OLD_SYNCHPOINT = NULL WHERE GLOBAL_RECORD = 'N'"));
            }
            if (habits.contains(CaptureHabit.SCRIPT_REGISTRATIONS)) {
                Database.execute(connection, List.of("DELETE FROM " + Database.quoted(schema) + ".IBMSNAP_PRUNE_SET"));
            }
            connection.commit();
        }
        program.habits(habits);
    }

    private void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT CAPTURE_SCHEMA, SEQUENCE_LENGTH, HABITS FROM CAPTURE_STANDIN.PROGRAMS")) {
            while (rows.next()) {
                String schema = rows.getString(1);
                CaptureProgram program = new CaptureProgram(database, schema, SequenceFormat.ofLength(rows.getInt(2)));
                program.habits(Arrays.stream(rows.getString(3).split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .map(CaptureHabit::valueOf)
                        .collect(Collectors.toSet()));
                programs.put(schema, program);
            }
        }
        for (CapturedTable table : registered(connection)) {
            add(program(table.captureSchema()), table);
        }
        connection.rollback();
        for (CaptureProgram program : programs.values()) {
            program.start();
        }
    }

    private static List<CapturedTable> registered(Connection connection) throws SQLException {
        List<CapturedTable> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT REGISTRATION, CAPTURE_SCHEMA, SOURCE_OWNER, SOURCE_TABLE, CD_TABLE
                        FROM CAPTURE_STANDIN.REGISTRATIONS
                        """)) {
            while (rows.next()) {
                List<String> columns = Catalog.columns(connection, rows.getString(2), rows.getString(5)).stream()
                        .map(Catalog.Column::name)
                        .skip(1)
                        .toList();
                tables.add(new CapturedTable(
                        rows.getInt(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        columns));
            }
        }
        return tables;
    }

    /** Captures a table from now on. */
    void add(CaptureProgram program, CapturedTable table) {
        byRegistration.put(table.registration(), program);
        program.add(table);
    }

    /** Captures a table no longer; called between the program's batches. */
    void remove(CaptureProgram program, CapturedTable table) {
        byRegistration.remove(table.registration());
        program.remove(table);
    }

    /** Returns the program of a registration. */
    CaptureProgram program(int registration) {
        CaptureProgram program = byRegistration.get(registration);
        if (program == null) {
            throw new IllegalStateException("Registration " + registration + " is not known");
        }
        return program;
    }

    /** Returns the program of a capture schema. */
    CaptureProgram program(String schema) throws SQLException {
        CaptureProgram program = programs.get(schema);
        if (program == null) {
            throw new SQLException("There is no capture schema " + schema);
        }
        return program;
    }

    Database database() {
        return database;
    }

    private static boolean isNew(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM SYS.SYSSCHEMAS WHERE SCHEMANAME = ?")) {
            select.setString(1, StandInTables.SCHEMA);
            try (ResultSet rows = select.executeQuery()) {
                return !rows.next();
            }
        }
    }
}
