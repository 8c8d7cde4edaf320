package io.odsconnect.testbed.db2;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A stand-in for the tests of one class, which leave it as it is: each makes tables of its own. */
abstract class Db2Fixture {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final AtomicInteger TABLES = new AtomicInteger();

    static final Db2Server DB2 = Db2Server.embedded();

    @BeforeAll
    static void start() {
        DB2.start();
    }

    @AfterAll
    static void stop() {
        DB2.close();
    }

    /** Returns a table name that no other test has. */
    static String newTable() {
        return "T" + TABLES.incrementAndGet();
    }

    /** Makes a table {@code (ID INT, V VARCHAR(40))} and registers it; returns its name. */
    static String capturedTable() throws SQLException {
        String table = newTable();
        run("CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, V VARCHAR(40))");
        DB2.capture().register(DB2.schema(), table);
        return table;
    }

    static void run(String... statements) throws SQLException {
        try (Connection connection = DB2.connect()) {
            run(connection, statements);
        }
    }

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static Connection transaction() throws SQLException {
        Connection connection = DB2.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Returns the rows of a query, bytes in hexadecimal digits. */
    static List<Map<String, @Nullable Object>> query(String sql) throws SQLException {
        try (Connection connection = DB2.connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<Map<String, @Nullable Object>> result = new ArrayList<>();
            while (rows.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    row.put(
                            rows.getMetaData().getColumnName(i),
                            value instanceof byte[] bytes
                                    ? HexFormat.of().formatHex(bytes)
                                    : value instanceof BigDecimal number ? number.toPlainString() : value);
                }
                result.add(row);
            }
            return result;
        }
    }

    /** Returns the changes of a table in the order in which they took effect, after all that were committed arrived. */
    static List<Map<String, @Nullable Object>> changes(CaptureControl capture, String table) throws SQLException {
        capture.catchUp(LIMIT);
        return query("SELECT * FROM " + capture.schema() + ".\"CDC_" + DB2.schema() + "_" + table
                + "\" ORDER BY IBMSNAP_COMMITSEQ, IBMSNAP_INTENTSEQ FOR READ ONLY WITH CS");
    }

    static List<Map<String, @Nullable Object>> changes(String table) throws SQLException {
        return changes(DB2.capture(), table);
    }

    /** Returns the changes of a table as {@code operation:ID=V}. */
    static List<String> brief(String table) throws SQLException {
        return changes(table).stream()
                .map(row -> row.get("IBMSNAP_OPERATION") + ":" + row.get("ID") + "=" + row.get("V"))
                .toList();
    }

    static Map<String, @Nullable Object> register(String table) throws SQLException {
        return query("SELECT * FROM ASNCDC.IBMSNAP_REGISTER WHERE SOURCE_TABLE = '" + table + "'")
                .get(0);
    }

    static Map<String, @Nullable Object> global() throws SQLException {
        return query("SELECT * FROM ASNCDC.IBMSNAP_REGISTER WHERE GLOBAL_RECORD = 'Y'")
                .get(0);
    }
}
