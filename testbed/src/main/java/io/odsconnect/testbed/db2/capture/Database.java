package io.odsconnect.testbed.db2.capture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database, from inside its own process.
 *
 * @param name the database's name
 * @param user the owner
 * @param password the owner's password
 */
public record Database(String name, String user, String password) {

    /** Makes the database if it is not there. */
    public void create() throws SQLException {
        DriverManager.getConnection("jdbc:derby:" + name + ";create=true", user, password)
                .close();
    }

    /** Opens a connection without automatic commit. */
    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:derby:" + name, user, password);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Runs statements. */
    static void execute(Connection connection, Iterable<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns a name as an SQL identifier. */
    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Does not show the password. */
    @Override
    public String toString() {
        return name;
    }
}
