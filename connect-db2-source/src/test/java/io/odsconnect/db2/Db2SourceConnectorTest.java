package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.Version;
import io.odsconnect.db2.config.ConnectionOptions;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class Db2SourceConnectorTest {

    @Test
    void theWorkerFindsItAsAService() {
        assertThat(ServiceLoader.load(SourceConnector.class).stream().map(ServiceLoader.Provider::type))
                .anyMatch(Db2SourceConnector.class::equals);
    }

    @Test
    void itTellsItsVersionAndRunsOneTaskWithTheConfigAsItIs() {
        Db2SourceConnector connector = new Db2SourceConnector();
        Map<String, String> config = Map.of(
                "database.hostname", "localhost",
                "database.user", "app",
                "database.password", "topsecret",
                "database.dbname", "ODS",
                "topic.prefix", "ods",
                "capture.mode", "query");
        connector.start(config);
        assertThat(connector.version()).isEqualTo(Version.current());
        assertThat(connector.taskConfigs(1)).containsExactly(config);
    }

    @Test
    void withoutIbmsDriverValidationSaysWhichJarToPutWhere() throws Exception {
        URL classes =
                Db2SourceConnector.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader plugin = new PluginWithoutDriver(classes)) {
            SourceConnector connector = plugin.loadClass(Db2SourceConnector.class.getName())
                    .asSubclass(SourceConnector.class)
                    .getDeclaredConstructor()
                    .newInstance();
            Config config = connector.validate(Map.of(
                    "name", "ods",
                    "database.hostname", "localhost",
                    "database.user", "app",
                    "database.password", "topsecret",
                    "database.dbname", "ODS",
                    "topic.prefix", "ods"));
            assertThat(config.configValues())
                    .filteredOn(value -> value.name().equals(ConnectionOptions.HOSTNAME))
                    .singleElement()
                    .satisfies(value -> assertThat(value.errorMessages())
                            .singleElement()
                            .asString()
                            .contains("com.ibm.db2.jcc.DB2Driver", "db2jcc4.jar", "lib/"));
        }
    }

    /** Loads the connector's own classes anew, as a plugin of its own that has everything but IBM's driver. */
    private static final class PluginWithoutDriver extends URLClassLoader {

        PluginWithoutDriver(URL classes) {
            super(new URL[] {classes}, Db2SourceConnectorTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.ibm.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.odsconnect.db2.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }
}
