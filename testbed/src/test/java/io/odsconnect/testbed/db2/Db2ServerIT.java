package io.odsconnect.testbed.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the IBM driver finds behind the front. */
class Db2ServerIT extends Db2Fixture {

    @Test
    void theDriverConnectsWithItsDefaults() throws SQLException {
        try (Connection connection = DB2.connect()) {
            assertThat(connection.getMetaData().getDriverName()).contains("IBM Data Server Driver");
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void theDriverConnectsWithThePasswordInClear() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", DB2.user());
        properties.setProperty("password", DB2.password());
        properties.setProperty("securityMechanism", "3");
        try (Connection connection = DriverManager.getConnection(DB2.jdbcUrl(), properties)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection(DB2.jdbcUrl(), DB2.user(), "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    @Test
    void anUnknownUserIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection(DB2.jdbcUrl(), "nobody", DB2.password()))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void errorsHaveDb2sCodes() throws SQLException {
        assertThat(failure("SELECT * FROM NOWHERE.NOTHING")).isEqualTo("-204 42704");
        assertThat(failure("SELECT NOTHING FROM SYSIBM.SYSDUMMY1")).isEqualTo("-206 42703");
        assertThat(failure("SELEC 1 FROM SYSIBM.SYSDUMMY1")).isEqualTo("-104 42601");
    }

    private static String failure(String sql) throws SQLException {
        try (Connection connection = DB2.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
            return "none";
        } catch (SQLException e) {
            return e.getErrorCode() + " " + e.getSQLState();
        }
    }

    @Test
    void theClockCanBePutIntoAZoneAndToATime() throws SQLException {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE CLOCK.T (ID INT NOT NULL PRIMARY KEY, NOTED TIMESTAMP, S VARCHAR(40))");
            try {
                DB2.setClock(ZoneId.of("America/New_York"), Instant.parse("2026-01-15T17:00:00Z"));
                statement.execute("INSERT INTO CLOCK.T VALUES (1, CURRENT TIMESTAMP, 'current timestamp')");
                try (ResultSet rows = statement.executeQuery(
                        "select NOTED, S, current timezone from CLOCK.T where NOTED <= current_timestamp")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).startsWith("2026-01-15 12:0");
                    assertThat(rows.getString(2)).isEqualTo("current timestamp");
                    assertThat(rows.getInt(3)).isEqualTo(-50000);
                }
            } finally {
                DB2.setClock(ZoneOffset.UTC, Instant.now());
            }
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsRefused() {
        String elsewhere = DB2.jdbcUrl().replace("/ODS", "/ELSEWHERE");
        assertThatThrownBy(() -> DriverManager.getConnection(elsewhere, DB2.user(), DB2.password()))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void metadataTellsTablesColumnsAndKeys() throws SQLException {
        run(
                "CREATE TABLE META (B INT NOT NULL, A CHAR(3) NOT NULL, C DECIMAL(9,2), PRIMARY KEY (A, B))",
                "CREATE SCHEMA \"Mixed\"",
                "CREATE TABLE \"Mixed\".\"Case\" (\"Id\" BIGINT NOT NULL PRIMARY KEY)");
        try (Connection connection = DB2.connect()) {
            DatabaseMetaData metadata = connection.getMetaData();
            assertThat(strings(metadata.getTables(null, DB2.schema(), "META", new String[] {"TABLE"}), "TABLE_NAME"))
                    .containsExactly("META");
            assertThat(strings(metadata.getTables(null, "Mixed", "%", null), "TABLE_NAME"))
                    .containsExactly("Case");
            assertThat(strings(metadata.getColumns(null, DB2.schema(), "META", null), "COLUMN_NAME"))
                    .containsExactly("B", "A", "C");
            assertThat(strings(metadata.getColumns(null, DB2.schema(), "META", null), "DATA_TYPE"))
                    .containsExactly(
                            Integer.toString(Types.INTEGER),
                            Integer.toString(Types.CHAR),
                            Integer.toString(Types.DECIMAL));
            assertThat(strings(metadata.getPrimaryKeys(null, DB2.schema(), "META"), "COLUMN_NAME"))
                    .containsExactlyInAnyOrder("A", "B");
            assertThat(strings(metadata.getPrimaryKeys(null, DB2.schema(), "META"), "KEY_SEQ"))
                    .containsExactlyInAnyOrder("1", "2");
        }
    }

    @Test
    void allTypesComeBackAsTheyWentIn() throws SQLException {
        run("""
            CREATE TABLE TYPES (
              ID INT NOT NULL PRIMARY KEY, A SMALLINT, B BIGINT, C DECIMAL(31,10), D REAL, E DOUBLE, F CHAR(5),
              G VARCHAR(100), H CLOB(1M), I CHAR(4) FOR BIT DATA, J VARCHAR(40) FOR BIT DATA, K BLOB(1M), L DATE,
              M TIME, N TIMESTAMP)
            """);
        BigDecimal decimal = new BigDecimal("-123456789012345678901.0123456789");
        String text = "Grüße, 漢字, \uD83D\uDE00";
        byte[] bytes = {0, 1, (byte) 0x80, (byte) 0xFF};
        byte[] large = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        Timestamp time = Timestamp.valueOf("2026-02-28 23:59:59.123456");
        try (Connection connection = DB2.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO TYPES VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setShort(1, Short.MIN_VALUE);
            insert.setLong(2, Long.MIN_VALUE);
            insert.setBigDecimal(3, decimal);
            insert.setFloat(4, 1.5f);
            insert.setDouble(5, 1e-300);
            insert.setString(6, "ab");
            insert.setString(7, text);
            insert.setString(8, text.repeat(10_000));
            insert.setBytes(9, bytes);
            insert.setBytes(10, bytes);
            insert.setBytes(11, large);
            insert.setDate(12, Date.valueOf("0001-01-01"));
            insert.setTime(13, Time.valueOf("23:59:59"));
            insert.setTimestamp(14, time);
            insert.executeUpdate();
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM TYPES FOR READ ONLY WITH UR");
                    ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getShort("A")).isEqualTo(Short.MIN_VALUE);
                assertThat(row.getLong("B")).isEqualTo(Long.MIN_VALUE);
                assertThat(row.getBigDecimal("C")).isEqualTo(decimal);
                assertThat(row.getFloat("D")).isEqualTo(1.5f);
                assertThat(row.getDouble("E")).isEqualTo(1e-300);
                assertThat(row.getString("F")).isEqualTo("ab   ");
                assertThat(row.getString("G")).isEqualTo(text);
                assertThat(row.getString("H")).isEqualTo(text.repeat(10_000));
                assertThat(row.getBytes("I")).isEqualTo(bytes);
                assertThat(row.getBytes("J")).isEqualTo(bytes);
                assertThat(row.getBytes("K")).isEqualTo(large);
                assertThat(row.getString("L")).isEqualTo("0001-01-01");
                assertThat(row.getString("M")).isEqualTo("23:59:59");
                assertThat(row.getTimestamp("N")).isEqualTo(time);
            }
        }
    }

    @Test
    void allTypesMayBeNullAndAreCaptured() throws SQLException {
        String table = newTable();
        run("""
            CREATE TABLE %s (
              ID INT NOT NULL PRIMARY KEY, A SMALLINT, B BIGINT, C DECIMAL(31,10), D REAL, E DOUBLE, F CHAR(5),
              G VARCHAR(100), H CLOB(1M), I CHAR(4) FOR BIT DATA, J VARCHAR(40) FOR BIT DATA, K BLOB(1M), L DATE,
              M TIME, N TIMESTAMP, O INT GENERATED ALWAYS AS IDENTITY)
            """.formatted(table));
        DB2.capture().register(DB2.schema(), table);
        run("INSERT INTO " + table + " (ID) VALUES (1)", """
            INSERT INTO %s (ID, C, G, H, I, K, L, M, N) VALUES (2, 1.5, 'g', CAST('h' AS CLOB), X'00FF0080',
              CAST(X'01' AS BLOB), '2026-01-31', '12:13:14', '2026-01-31-12.13.14.123456')
            """.formatted(table));
        List<?> changes = changes(table);
        assertThat(changes).hasSize(2);
        assertThat(changes(table).get(0))
                .containsEntry("G", null)
                .containsEntry("N", null)
                .containsEntry("O", 1);
        assertThat(changes(table).get(1))
                .containsEntry("C", "1.5000000000")
                .containsEntry("G", "g")
                .containsEntry("I", "00ff0080")
                .containsEntry("L", Date.valueOf("2026-01-31"))
                .containsEntry("M", Time.valueOf("12:13:14"))
                .containsEntry("N", Timestamp.valueOf("2026-01-31 12:13:14.123456"));
    }

    @Test
    void batchesWriteAllTheirRows() throws SQLException {
        run("CREATE TABLE BATCHES (ID INT NOT NULL PRIMARY KEY)");
        try (Connection connection = transaction();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO BATCHES VALUES (?)")) {
            for (int i = 0; i < 3_000; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        assertThat(query("SELECT COUNT(*) AS N FROM BATCHES"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("N", 3_000));
    }

    @Test
    void theSqlOfTheConnectorIsUnderstood() throws SQLException {
        run(
                "CREATE TABLE KEYS (A INT NOT NULL, B INT NOT NULL, PRIMARY KEY (A, B))",
                "INSERT INTO KEYS VALUES (1, 1), (1, 2), (2, 1), (2, 2)");
        try (Connection connection = DB2.connect();
                PreparedStatement select = connection.prepareStatement("""
                        SELECT A, B FROM KEYS WHERE (A > ? OR (A = ? AND B > ?))
                        ORDER BY A, B FETCH FIRST 2 ROWS ONLY FOR READ ONLY WITH UR
                        """)) {
            select.setInt(1, 1);
            select.setInt(2, 1);
            select.setInt(3, 1);
            assertThat(strings(select.executeQuery(), "B")).containsExactly("2", "1");
        }
        assertThat(query("VALUES CURRENT TIMESTAMP")).hasSize(1);
        assertThat(query("SELECT CURRENT TIMESTAMP AS T FROM SYSIBM.SYSDUMMY1 WITH UR"))
                .hasSize(1);
    }

    private static List<String> strings(ResultSet rows, String column) throws SQLException {
        try (rows) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(column));
            }
            return strings;
        }
    }
}
