package io.odsconnect.testbed.db2.capture;

import static io.odsconnect.testbed.db2.capture.Database.quoted;

import io.odsconnect.testbed.db2.Registration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a DBA does to a registered table: alter it together with its change data table, as ASNCLP's ALTER REGISTRATION
 * does, and stop and start capturing it, as a CAPSTOP and a CAPSTART signal do.
 */
final class Alterations {

    private static final int OWN_COLUMNS = 3;

    private final Capture capture;
    private final CaptureProgram program;

    Alterations(Capture capture, CaptureProgram program) {
        this.capture = capture;
        this.program = program;
    }

    /** Alters a table: {@code clause} is what stands behind {@code ALTER TABLE name}. Nothing is captured meanwhile. */
    void alter(String owner, String name, String clause) throws SQLException {
        CapturedTable table = program.require(owner, name);
        try (Connection connection = capture.database().connect()) {
            program.betweenBatches(() -> {
                Registration options = options(connection, table);
                boolean all = options.columns().equals(names(Catalog.columns(connection, owner, name)));
                dropTriggers(connection, table);
                Database.execute(connection, List.of("ALTER TABLE " + table.sourceSql() + " " + clause));
                Database.execute(connection, follow(connection, table, options, all));
                List<String> columns = captured(connection, table, options.beforeImagePrefix());
                createTriggers(connection, table, options, columns);
                connection.commit();
                program.replace(new CapturedTable(
                        table.registration(),
                        table.captureSchema(),
                        owner,
                        name,
                        table.changeTable(),
                        names(Catalog.columns(connection, table.captureSchema(), table.changeTable())).stream()
                                .skip(1)
                                .toList()));
                connection.commit();
            });
            Registrar.compileTriggers(connection, table.registration());
        }
    }

    /** Captures a table no longer: its STATE becomes {@code state}, its registration and its change data table stay. */
    void deactivate(String owner, String name, String state) throws SQLException {
        CapturedTable table = program.require(owner, name);
        try (Connection connection = capture.database().connect();
                PreparedStatement update = connection.prepareStatement("""
                        UPDATE %s.IBMSNAP_REGISTER SET STATE = ?
                        WHERE SOURCE_OWNER = ? AND SOURCE_TABLE = ? AND SOURCE_VIEW_QUAL = 0
                        """.formatted(quoted(program.schema())))) {
            dropTriggers(connection, table);
            update.setString(1, state);
            update.setString(2, owner);
            update.setString(3, name);
            update.executeUpdate();
            connection.commit();
        }
    }

    /** Captures a table again, from the transactions on that begin after this. */
    void activate(String owner, String name) throws SQLException {
        CapturedTable table = program.require(owner, name);
        try (Connection connection = capture.database().connect()) {
            Registration options = options(connection, table);
            createTriggers(connection, table, options, options.columns());
            connection.commit();
            Registrar.compileTriggers(connection, table.registration());
            new Registrar(capture, program).activate(connection, table);
        }
    }

    /** Captures from now on the tables that scripts have registered as active, of which Capture has not known yet. */
    void reinit() throws SQLException {
        for (CapturedTable table : program.tables()) {
            if (isUnknown(table)) {
                activate(table.owner(), table.table());
            }
        }
    }

    private boolean isUnknown(CapturedTable table) throws SQLException {
        try (Connection connection = capture.database().connect();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT 1 FROM %s.IBMSNAP_REGISTER
                        WHERE SOURCE_OWNER = ? AND SOURCE_TABLE = ? AND SOURCE_VIEW_QUAL = 0 AND STATE = 'A'
                          AND CD_OLD_SYNCHPOINT IS NULL AND CD_NEW_SYNCHPOINT IS NULL
                        """.formatted(quoted(program.schema())))) {
            select.setString(1, table.owner());
            select.setString(2, table.table());
            try (ResultSet rows = select.executeQuery()) {
                boolean unknown = rows.next();
                connection.rollback();
                return unknown;
            }
        }
    }

    /** Starts Capture cold: what was captured is gone, and nothing is until each table is activated again. */
    void coldStart() throws SQLException {
        for (CapturedTable table : program.tables()) {
            deactivate(table.owner(), table.table(), "I");
        }
        try (Connection connection = capture.database().connect()) {
            program.betweenBatches(() -> {
                List<String> deletes = new ArrayList<>();
                program.tables().forEach(table -> deletes.add("DELETE FROM " + table.changeTableSql()));
                deletes.add("DELETE FROM " + quoted(program.schema()) + ".IBMSNAP_UOW");
                Database.execute(connection, deletes);
                connection.commit();
            });
        }
    }

    private static void dropTriggers(Connection connection, CapturedTable table) throws SQLException {
        List<String> drops = new ArrayList<>();
        for (String trigger : Triggers.names(table.registration())) {
            if (Catalog.hasTrigger(connection, trigger)) {
                drops.add("DROP TRIGGER CAPTURE_STANDIN." + trigger);
            }
        }
        Database.execute(connection, drops);
    }

    private static void createTriggers(
            Connection connection, CapturedTable table, Registration options, List<String> columns)
            throws SQLException {
        Map<String, Catalog.Column> source = byName(Catalog.columns(connection, options.schema(), options.table()));
        List<Catalog.Column> captured = columns.stream()
                .map(name -> Objects.requireNonNull(source.get(name), "captured column"))
                .toList();
        Database.execute(connection, new Triggers(table.registration(), options, captured).create());
    }

    /** Returns how the table is registered, with the columns that are captured. */
    private Registration options(Connection connection, CapturedTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT BEFORE_IMG_PREFIX, CHG_UPD_TO_DEL_INS FROM %s.IBMSNAP_REGISTER
                WHERE SOURCE_OWNER = ? AND SOURCE_TABLE = ? AND SOURCE_VIEW_QUAL = 0
                """.formatted(quoted(program.schema())))) {
            select.setString(1, table.owner());
            select.setString(2, table.table());
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                String prefix = rows.getString(1);
                Registration.Updates updates = "Y".equals(rows.getString(2))
                        ? Registration.Updates.DELETE_INSERT
                        : Registration.Updates.UPDATE;
                return new Registration(
                        table.owner(),
                        table.table(),
                        updates,
                        prefix,
                        captured(connection, table, prefix),
                        table.changeTable());
            }
        }
    }

    /** Returns the columns of the source table that the change data table has. */
    private static List<String> captured(Connection connection, CapturedTable table, @Nullable String prefix)
            throws SQLException {
        List<String> present = names(Catalog.columns(connection, table.captureSchema(), table.changeTable()));
        return present.stream()
                .skip(OWN_COLUMNS)
                .filter(name -> prefix == null
                        || !name.startsWith(prefix)
                        || !present.contains(name.substring(prefix.length())))
                .toList();
    }

    /** Returns the statements that give change data table and staging table the columns that the source table has now. */
    private static List<String> follow(Connection connection, CapturedTable table, Registration options, boolean all)
            throws SQLException {
        Map<String, Catalog.Column> source = byName(Catalog.columns(connection, options.schema(), options.table()));
        Map<String, Catalog.Column> present =
                byName(Catalog.columns(connection, table.captureSchema(), table.changeTable()));
        List<String> clauses = new ArrayList<>();
        String prefix = options.beforeImagePrefix();
        for (String name : options.columns()) {
            Catalog.Column now = source.get(name);
            if (now == null) {
                clauses.addAll(both(name, prefix, column -> "DROP COLUMN " + column));
            } else if (!now.nullableCapturedType()
                    .equals(present.getOrDefault(name, now).nullableCapturedType())) {
                clauses.addAll(both(
                        name, prefix, column -> "ALTER COLUMN " + column + " SET DATA TYPE " + now.nullableType()));
            }
        }
        for (Catalog.Column column : source.values()) {
            if (all && !options.columns().contains(column.name())) {
                clauses.addAll(both(
                        column.name(),
                        column.isLob() ? null : prefix,
                        name -> "ADD COLUMN " + name + " " + column.nullableCapturedType()));
            }
        }
        List<String> statements = new ArrayList<>();
        for (String clause : clauses) {
            statements.add("ALTER TABLE " + table.changeTableSql() + " " + clause);
            statements.add("ALTER TABLE " + table.stageSql() + " " + clause);
        }
        return statements;
    }

    private static List<String> both(String name, @Nullable String prefix, Function<String, String> clause) {
        return prefix == null
                ? List.of(clause.apply(quoted(name)))
                : List.of(clause.apply(quoted(name)), clause.apply(quoted(prefix + name)));
    }

    private static Map<String, Catalog.Column> byName(List<Catalog.Column> columns) {
        return columns.stream().collect(Collectors.toMap(Catalog.Column::name, column -> column));
    }

    private static List<String> names(List<Catalog.Column> columns) {
        return columns.stream().map(Catalog.Column::name).toList();
    }
}
