package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Where the database is, how to log in, and how often to try again. */
public final class ConnectionOptions {

    public static final String HOSTNAME = "database.hostname";
    private static final String HOSTNAME_DOC = "Host name or address of the Db2 server.";

    public static final String PORT = "database.port";
    private static final String PORT_DOC = "Port of the Db2 server: its SVCENAME (LUW), DRDA port (z/OS) or 446 (i).";

    public static final String USER = "database.user";
    private static final String USER_DOC = "Login. Leave it out where `connection.property.*` says how to log in.";

    public static final String PASSWORD = "database.password";
    private static final String PASSWORD_DOC = "Password of the login.";

    public static final String DBNAME = "database.dbname";
    private static final String DBNAME_DOC =
            "Name of the database (LUW), the location (z/OS) or the relational database (i).";

    public static final String TIME_ZONE = "database.time.zone";
    private static final String TIME_ZONE_DOC =
            "Time zone of the timestamps in Capture's tables (SYNCHTIME, LOGMARKER), for example"
                    + " `Europe/Berlin`. SQL Replication writes them in the server's own time. It is held against the"
                    + " server's CURRENT TIMEZONE. Any property of IBM's driver is set as `connection.property.NAME`, for example"
                    + " `connection.property.sslConnection=true`.";

    /** What follows this prefix is handed to IBM's driver as a property. */
    public static final String CONNECTION_PROPERTY_PREFIX = "connection.property.";

    public static final String ERRORS_MAX_RETRIES = "errors.max.retries";
    private static final String ERRORS_MAX_RETRIES_DOC =
            "How many times in a row a lost connection, lock timeout or deadlock is retried before the task"
                    + " fails; -1 for ever.";

    public static final String CONNECTION_BACKOFF_MS = "connection.backoff.ms";
    private static final String CONNECTION_BACKOFF_MS_DOC =
            "How long to wait before the first retry; doubled with each further one.";

    public static final String CONNECTION_BACKOFF_MAX_MS = "connection.backoff.max.ms";
    private static final String CONNECTION_BACKOFF_MAX_MS_DOC = "How long to wait before a retry at most.";

    private ConnectionOptions() {}

    static void define(ConfigDef options) {
        OptionGroup connection = new OptionGroup(options, "Connection");
        connection.add(
                HOSTNAME,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                new ConfigDef.NonEmptyString(),
                Importance.HIGH,
                Width.MEDIUM,
                "Host",
                HOSTNAME_DOC);
        connection.add(
                PORT,
                ConfigDef.Type.INT,
                50000,
                Range.between(1, 65535),
                Importance.HIGH,
                Width.SHORT,
                "Port",
                PORT_DOC);
        connection.add(
                USER, ConfigDef.Type.STRING, null, OptionChecks.ANY, Importance.HIGH, Width.MEDIUM, "User", USER_DOC);
        connection.add(
                PASSWORD,
                ConfigDef.Type.PASSWORD,
                null,
                OptionChecks.ANY,
                Importance.HIGH,
                Width.MEDIUM,
                "Password",
                PASSWORD_DOC);
        connection.add(
                DBNAME,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                new ConfigDef.NonEmptyString(),
                Importance.HIGH,
                Width.MEDIUM,
                "Database",
                DBNAME_DOC);
        connection.add(
                TIME_ZONE,
                ConfigDef.Type.STRING,
                "UTC",
                OptionChecks.ZONE,
                Importance.MEDIUM,
                Width.MEDIUM,
                "Time zone",
                TIME_ZONE_DOC);
        OptionGroup retries = new OptionGroup(options, "Retries");
        retries.add(
                ERRORS_MAX_RETRIES,
                ConfigDef.Type.INT,
                -1,
                Range.atLeast(-1),
                Importance.MEDIUM,
                Width.SHORT,
                "Retries",
                ERRORS_MAX_RETRIES_DOC);
        retries.add(
                CONNECTION_BACKOFF_MS,
                ConfigDef.Type.LONG,
                1000L,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Backoff (ms)",
                CONNECTION_BACKOFF_MS_DOC);
        retries.add(
                CONNECTION_BACKOFF_MAX_MS,
                ConfigDef.Type.LONG,
                60_000L,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Longest backoff (ms)",
                CONNECTION_BACKOFF_MAX_MS_DOC);
    }
}
