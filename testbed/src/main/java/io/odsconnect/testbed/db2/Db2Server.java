package io.odsconnect.testbed.db2;

import io.odsconnect.testbed.GivenPlace;
import io.odsconnect.testbed.Place;
import io.odsconnect.testbed.Restartable;
import io.odsconnect.testbed.container.ContainerChoice;
import io.odsconnect.testbed.container.Containers;
import io.odsconnect.testbed.process.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ODS: a Db2 for the IBM driver, with a Capture program.
 *
 * <p>Embedded, it is a stand-in: Apache Derby behind a front that mends the driver's login, with a stand-in for
 * Capture, in a process of its own. It keeps its data over {@link #kill} and {@link #restart}: what was committed is
 * there, and each change is captured once. Changes that had been committed but not captured get the time of the
 * restart as their commit time, and an order in which they may have been committed.
 *
 * <p>{@code -Ddb2.url=jdbc:db2://host:port/database -Ddb2.user= -Ddb2.password=} give a real Db2 instead, and
 * {@code -Dtestbed=container} one in a container. Capture is not ours to install there: {@link #capture()} expects the
 * schema and the procedures that Debezium's documentation describes.
 */
public final class Db2Server implements Restartable {

    /** The system property that gives a server. */
    public static final String PROPERTY = "db2.url";

    /** The capture schema that is always there. */
    public static final String CAPTURE_SCHEMA = "ASNCDC";

    private static final String EMBEDDED_DATABASE = "ODS";
    private static final String EMBEDDED_USER = "db2inst1";
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern URL = Pattern.compile("jdbc:db2://([^/]+:[0-9]+)/([^:;]+).*");

    private final String name;
    private final Place place;
    private final String database;
    private final String user;
    private final String password;

    private Db2Server(String name, Place place, String database, String user, String password) {
        this.name = name;
        this.place = place;
        this.database = database;
        this.user = user;
        this.password = password;
    }

    /** Returns the Db2 that the system properties give, or one in a container, else a stand-in. */
    public static Db2Server embeddedOrGiven() {
        String url = System.getProperty(PROPERTY);
        if (url != null) {
            return given(url);
        }
        if (ContainerChoice.isMade()) {
            String ods = Containers.DB2_NAME;
            return new Db2Server("Db2 in a container", Containers.db2(), ods, ods, ods);
        }
        return embedded();
    }

    /** Returns a stand-in, whatever is given. */
    public static Db2Server embedded() {
        String password = UUID.randomUUID().toString();
        Place place = new EmbeddedServer(new Db2Program(EMBEDDED_DATABASE, EMBEDDED_USER, password), LIMIT);
        return new Db2Server("Db2 stand-in on Apache Derby", place, EMBEDDED_DATABASE, EMBEDDED_USER, password);
    }

    private static Db2Server given(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("-D" + PROPERTY + " must be jdbc:db2://host:port/database");
        }
        Place place = GivenPlace.at(PROPERTY, parts.group(1));
        return new Db2Server(
                "Db2 at a given address", place, parts.group(2), required("db2.user"), required("db2.password"));
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalArgumentException("-D" + PROPERTY + " needs -D" + property + " too");
        }
        return value;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        place.start();
    }

    @Override
    public void kill() {
        place.kill();
    }

    /** Starts the server again at its old address; kills it first where it still runs. */
    @Override
    public void restart() {
        place.kill();
        place.restart();
    }

    @Override
    public void close() {
        place.close();
    }

    /** Returns the address for the IBM driver, {@code jdbc:db2://host:port/database}. */
    public String jdbcUrl() {
        InetSocketAddress address = place.address();
        return "jdbc:db2://" + address.getHostString() + ":" + address.getPort() + "/" + database;
    }

    /** Returns the host. */
    public String host() {
        return place.address().getHostString();
    }

    /** Returns the port. */
    public int port() {
        return place.address().getPort();
    }

    /** Returns the database's name. */
    public String database() {
        return database;
    }

    /** Returns the user to connect as. */
    public String user() {
        return user;
    }

    /** Returns the user's password. */
    public String password() {
        return password;
    }

    /** Returns the schema of names without one: the user's name in upper case. */
    public String schema() {
        return user.toUpperCase(Locale.ROOT);
    }

    /** Opens a connection. The IBM driver must be on the class path. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user, password);
    }

    /**
     * Puts the stand-in's clock into a zone and to a time, from where it goes on: CURRENT TIMESTAMP in statements, CURRENT
     * TIMEZONE, and what Capture writes. It does not outlive a restart.
     *
     * @param zone the zone of its local time
     * @param now what time it is to be
     */
    public void setClock(ZoneId zone, Instant now) throws SQLException {
        try (Connection connection = connect();
                CallableStatement set = connection.prepareCall("CALL CAPTURE_STANDIN.SET_CLOCK(?, ?)")) {
            set.setString(1, zone.getId());
            set.setLong(2, ChronoUnit.MICROS.between(Instant.now(), now));
            set.execute();
        }
    }

    /** Backs the stand-in's database up, with Capture's tables, while it is in use. */
    public void backup() throws SQLException {
        try (Connection connection = connect();
                CallableStatement backup = connection.prepareCall("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)")) {
            backup.setString(1, backupFolder().toString());
            backup.execute();
        }
    }

    /** Kills the stand-in and starts it with the database as {@link #backup} found it. */
    public void restore() {
        Path data = backupFolder().resolveSibling("data").resolve(database);
        kill();
        delete(data);
        try {
            Files.move(backupFolder().resolve(database), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        place.restart();
    }

    private Path backupFolder() {
        if (place instanceof EmbeddedServer server) {
            return server.folder().resolve("backup");
        }
        throw new UnsupportedOperationException("Only the stand-in is ours to back up and restore");
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the control of the Capture program of {@link #CAPTURE_SCHEMA}. */
    public CaptureControl capture() {
        return new CaptureControl(this, CAPTURE_SCHEMA);
    }

    /**
     * Makes a second capture schema in the stand-in if it is not there, and returns the control of its Capture program.
     *
     * @param schema its name, in upper case
     * @param format how it stores sequence numbers
     */
    public CaptureControl capture(String schema, SequenceFormat format) throws SQLException {
        try (Connection connection = connect();
                CallableStatement create = connection.prepareCall("CALL CAPTURE_STANDIN.CREATE_CAPTURE(?, ?)")) {
            create.setString(1, schema);
            create.setInt(2, format.length());
            create.execute();
        }
        return new CaptureControl(this, schema);
    }
}
