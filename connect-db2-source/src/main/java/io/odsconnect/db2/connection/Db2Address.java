package io.odsconnect.db2.connection;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to log in.
 *
 * @param host host name or address
 * @param port port
 * @param database database, location or relational database
 * @param user login, or null where {@code properties} say how to log in
 * @param password password, or null
 * @param properties further properties of IBM's driver
 */
public record Db2Address(
        String host,
        int port,
        String database,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> properties) {

    /** Copies the properties. */
    public Db2Address {
        properties = Map.copyOf(properties);
    }

    /** Returns the URL, without login. */
    public String url() {
        String literal = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:db2://" + literal + ":" + port + "/" + database;
    }

    /** Returns the same with a property of the driver, unless it has that already. */
    public Db2Address orProperty(String name, String value) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent(name, value);
        return new Db2Address(host, port, database, user, password, all);
    }

    /** Returns for example {@code database ODS at db.example.com:50000}: the form all messages use, without secrets. */
    @Override
    public String toString() {
        return "database " + database + " at " + host + ":" + port;
    }
}
