package io.odsconnect.db2.connection;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * IBM's JDBC driver, loaded by name from the plugin's own class path: it is under IBM's licence, so a build may leave
 * it out, and then the user puts it there.
 */
public final class Db2Driver {

    private static final String CLASS_NAME = "com.ibm.db2.jcc.DB2Driver";

    /** Has a constant, and a setter, for each property that the driver knows. */
    private static final String PROPERTIES_CLASS = "com.ibm.db2.jcc.DB2BaseDataSource";

    private static final String PROPERTY_FIELD = "propertyKey_";

    /** How long a login may take, unless the user says otherwise; the driver itself would wait for ever. */
    private static final String LOGIN_SECONDS = "30";

    /** How long the server may be silent within a request, unless the user says otherwise; the same. */
    private static final String READ_SECONDS = "300";

    /** The driver's own timestamps, which have all digits and zones. */
    private static final String DB_TIMESTAMPS = "2";

    private final Driver driver;

    private Db2Driver(Driver driver) {
        this.driver = driver;
    }

    /**
     * Loads the driver.
     *
     * @throws ConnectException if it is not there; the message says which JAR to put where
     */
    public static Db2Driver load() {
        return load(Db2Driver.class.getClassLoader());
    }

    static Db2Driver load(ClassLoader loader) {
        try {
            return new Db2Driver(Class.forName(CLASS_NAME, true, loader)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw new ConnectException(
                    "IBM's JDBC driver (class " + CLASS_NAME
                            + ") is not on the plugin's class path. Put db2jcc4.jar from"
                            + " your Db2 client, or the JAR of com.ibm.db2:jcc, into " + pluginFolder()
                            + " on every worker and restart the workers. For Db2 for z/OS or i without a Db2 Connect"
                            + " gateway, put the licence JAR (db2jcc_license_cisuz.jar) beside it.",
                    e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new ConnectException(
                    "IBM's JDBC driver (class " + CLASS_NAME + ") was found but cannot be started: "
                            + e.getClass().getSimpleName() + ". Check that only one version of it is in "
                            + pluginFolder()
                            + " and that it runs on Java " + Runtime.version().feature() + ".",
                    e);
        }
    }

    /** Returns the names of the driver's properties; none where the driver is not there or does not say. */
    public static Set<String> propertyNames() {
        Set<String> names = new HashSet<>();
        try {
            Class<?> properties = Class.forName(PROPERTIES_CLASS, false, Db2Driver.class.getClassLoader());
            for (Field field : properties.getFields()) {
                if (field.getName().startsWith(PROPERTY_FIELD) && Modifier.isStatic(field.getModifiers())) {
                    names.add(String.valueOf(field.get(null)));
                }
            }
            for (Method method : properties.getMethods()) {
                if (method.getName().matches("set[A-Z].+") && method.getParameterCount() == 1) {
                    names.add(method.getName().substring(3, 4).toLowerCase(Locale.ROOT)
                            + method.getName().substring(4));
                }
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            return Set.of();
        }
        return names;
    }

    Connection connect(Db2Address address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("clientProgramName", "ods-connect");
        properties.setProperty("loginTimeout", LOGIN_SECONDS);
        properties.setProperty("blockingReadConnectionTimeout", READ_SECONDS);
        if (address.user() != null) {
            properties.setProperty("user", address.user());
        }
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        address.properties().forEach(properties::setProperty);
        properties.setProperty("timestampOutputType", DB_TIMESTAMPS);
        // Timestamps as the server sent them, beside the driver's own: only they tell 24:00 from 00:00 of the next day.
        properties.setProperty("supportsRawDateTimeRetrieval", "true");
        Connection connection = driver.connect(address.url(), properties);
        if (connection == null) {
            throw new ConnectException("IBM's JDBC driver does not take the URL " + address.url()
                    + ". Check database.hostname, database.port and database.dbname.");
        }
        return connection;
    }

    private static String pluginFolder() {
        CodeSource source = Db2Driver.class.getProtectionDomain().getCodeSource();
        if (source != null) {
            try {
                Path jar = Path.of(source.getLocation().toURI());
                Path folder = jar.getParent();
                if (folder != null && jar.toString().endsWith(".jar")) {
                    return "the folder lib/ of the plugin (" + folder + ")";
                }
            } catch (URISyntaxException | IllegalArgumentException e) {
                return "the folder lib/ of the plugin";
            }
        }
        return "the folder lib/ of the plugin";
    }
}
