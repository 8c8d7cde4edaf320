package io.odsconnect.testbed.db2;

import io.odsconnect.testbed.Restartable;
import io.odsconnect.testbed.db2.server.Db2Main;
import io.odsconnect.testbed.db2.server.Db2Settings;
import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.process.ServerClassPath;
import io.odsconnect.testbed.process.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ODS: a Db2 for the IBM driver, with a Capture program.
 *
 * <p>Embedded, it is a stand-in: Apache Derby behind a front that mends the driver's login, with a stand-in for
 * Capture, in a process of its own. It keeps its data over {@link #kill} and {@link #restart}: what was committed is
 * there, and each change is captured once. Changes that had been committed but not captured get the time of the
 * restart as their commit time, and an order in which they may have been committed.
 *
 * <p>{@code -Ddb2.url=jdbc:db2://host:port/database -Ddb2.user= -Ddb2.password=} give a real Db2 instead, prepared
 * with the scripts that Debezium's documentation describes.
 */
public final class Db2Server implements Restartable {

    /** The capture schema that is always there. */
    public static final String CAPTURE_SCHEMA = "ASNCDC";

    private static final String DATABASE = "ODS";
    private static final String EMBEDDED_USER = "db2inst1";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final boolean given;
    private final String jdbcUrl;
    private final String host;
    private final int port;
    private final String user;
    private final String password;
    private @Nullable WorkFolder folder;
    private @Nullable ChildProcess process;

    private Db2Server(boolean given, String jdbcUrl, String user, String password) {
        URI address = URI.create(jdbcUrl.substring("jdbc:".length()));
        this.given = given;
        this.jdbcUrl = jdbcUrl;
        this.host = address.getHost();
        this.port = address.getPort();
        this.user = user;
        this.password = password;
    }

    /** Returns the Db2 that the system properties give, else a stand-in. */
    public static Db2Server embeddedOrGiven() {
        String url = System.getProperty("db2.url");
        return url == null ? embedded() : new Db2Server(true, url, required("db2.user"), required("db2.password"));
    }

    /** Returns a stand-in. */
    public static Db2Server embedded() {
        String url = "jdbc:db2://127.0.0.1:" + FreePorts.next() + "/" + DATABASE;
        return new Db2Server(false, url, EMBEDDED_USER, UUID.randomUUID().toString());
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalArgumentException("-Ddb2.url needs -D" + property + " too");
        }
        return value;
    }

    @Override
    public String name() {
        return given ? "Db2 at " + host + ":" + port : "Db2 stand-in on Apache Derby";
    }

    @Override
    public void start() {
        if (given || folder != null) {
            return;
        }
        WorkFolder created = WorkFolder.create("db2");
        folder = created;
        try {
            Files.createDirectory(data(created));
            new Db2Settings(port, DATABASE, user, password).write(settings(created));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(created);
    }

    private void run(WorkFolder in) {
        process = ChildProcess.startJvm(
                        "db2",
                        in.path(),
                        ServerClassPath.of("db2"),
                        List.of(
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Duser.timezone=UTC",
                                "-Duser.language=en"),
                        Db2Main.class.getName(),
                        List.of(data(in).toString(), settings(in).toString()))
                .await(START_LIMIT, this::answers);
    }

    private static Path data(WorkFolder folder) {
        return folder.path().resolve("data");
    }

    private static Path settings(WorkFolder folder) {
        return folder.path().resolve("db2.properties");
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getByName(host), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void kill() {
        running().kill();
    }

    @Override
    public void restart() {
        running().kill();
        if (folder != null) {
            run(folder);
        }
    }

    private ChildProcess running() {
        if (process == null) {
            throw new IllegalStateException(name() + " was not started here, so it cannot be killed or restarted");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    /** Returns the address for the IBM driver, {@code jdbc:db2://host:port/database}. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** Returns the host. */
    public String host() {
        return host;
    }

    /** Returns the port. */
    public int port() {
        return port;
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
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /** Returns the control of the Capture program of {@link #CAPTURE_SCHEMA}. */
    public CaptureControl capture() {
        return new CaptureControl(this, CAPTURE_SCHEMA);
    }

    /**
     * Makes a second capture schema if it is not there, and returns the control of its Capture program.
     *
     * @param schema its name, in upper case
     * @param format how it stores sequence numbers
     */
    public CaptureControl capture(String schema, SequenceFormat format) throws SQLException {
        try (Connection connection = connect();
                var create = connection.prepareCall("CALL CAPTURE_STANDIN.CREATE_CAPTURE(?, ?)")) {
            create.setString(1, schema);
            create.setInt(2, format.length());
            create.execute();
        }
        return new CaptureControl(this, schema);
    }
}
