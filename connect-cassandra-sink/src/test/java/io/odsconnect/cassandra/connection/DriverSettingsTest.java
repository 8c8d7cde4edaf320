package io.odsconnect.cassandra.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverSettingsTest {

    private static final String FILE = """
            datastax-java-driver {
              basic.request.consistency = TWO
              advanced.connection.pool.local.size = 7
              profiles {
                bulk { basic.request.consistency = ONE }
                "late night" { basic.request.timeout = 30 seconds }
              }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void withoutAFileOurDefaultsHoldAndTheDriversBehindThem() {
        DriverExecutionProfile settings = settings();

        assertThat(settings.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("LOCAL_QUORUM");
        assertThat(settings.getDuration(DefaultDriverOption.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(12));
        assertThat(settings.getBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE))
                .isTrue();
        assertThat(settings.getInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS)).isEqualTo(1024);
        assertThat(settings.getInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE))
                .isEqualTo(1);
    }

    @Test
    void theFileWinsOverDefaultsAndAnOptionThatIsSetOverTheFile() throws IOException {
        DriverExecutionProfile fromFile = settings("cassandra.driver.config.file", file());
        assertThat(fromFile.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("TWO");
        assertThat(fromFile.getDuration(DefaultDriverOption.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(12));
        assertThat(fromFile.getInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE))
                .isEqualTo(7);

        assertThat(settings("cassandra.driver.config.file", file(), "cassandra.consistency.level", "LOCAL_QUORUM")
                        .getString(DefaultDriverOption.REQUEST_CONSISTENCY))
                .isEqualTo("LOCAL_QUORUM");
    }

    @Test
    void aProfileWinsOverTheRestOfTheFile() throws IOException {
        DriverExecutionProfile bulk =
                settings("cassandra.driver.config.file", file(), "cassandra.driver.profile", "bulk");
        assertThat(bulk.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("ONE");
        assertThat(bulk.getInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE)).isEqualTo(7);

        DriverExecutionProfile late =
                settings("cassandra.driver.config.file", file(), "cassandra.driver.profile", "late night");
        assertThat(late.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("TWO");
        assertThat(late.getDuration(DefaultDriverOption.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aProfileThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
        String file = file();

        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> settings("cassandra.driver.config.file", file, "cassandra.driver.profile", "slow"))
                .withMessageContaining("no profile slow, but bulk, late night")
                .satisfies(problem -> assertThat(problem.option()).isEqualTo("cassandra.driver.profile"));
    }

    @Test
    void aFileThatTheDriverCannotReadIsNamed() throws IOException {
        String file = Files.writeString(folder.resolve("broken.conf"), "datastax-java-driver {")
                .toString();

        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> settings("cassandra.driver.config.file", file))
                .withMessageContaining("broken.conf")
                .satisfies(problem -> assertThat(problem.option()).isEqualTo("cassandra.driver.config.file"));
    }

    /** The option may point at any file that the worker can read. */
    @Test
    void ofAForeignFileNothingIsToldButTheLine() throws IOException {
        String[] foreign = {
            "root:x:0:0:S3CRET\npassword = S3CRET\"\n}S3CRET",
            "S3CRET",
            "{\"S3CRET\": \"S3CRET\",, S3CRET",
            "a = ${S3CRET}",
            "datastax-java-driver = S3CRET",
            "datastax-java-driver.basic.request.consistency = { S3CRET = 1 }",
            "datastax-java-driver.basic.request.consistency = \"S3CRET-S3CRET\"",
            "include required(\"S3CRET\")",
            "key = \"\"\"S3CRET",
            "a = 1\nb = [S3CRET"
        };
        for (String text : foreign) {
            for (String name : new String[] {"foreign.conf", "foreign.json"}) {
                String file = Files.writeString(folder.resolve(name), text).toString();
                try {
                    var unused = settings("cassandra.driver.config.file", file);
                } catch (ConnectionProblem problem) {
                    assertThat(problem.option()).isEqualTo("cassandra.driver.config.file");
                    for (Throwable each = problem; each != null; each = each.getCause()) {
                        assertThat(each.getMessage()).as(text).doesNotContain("S3CRET");
                    }
                }
            }
        }
        String file = Files.writeString(folder.resolve("third.conf"), "a = 1\nb = 2\nS3CRET")
                .toString();
        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> settings("cassandra.driver.config.file", file))
                .withMessage("The driver cannot read the file " + file
                        + ": it is not written as its name says (.conf, .json or .properties), line 3.");
    }

    @Test
    void aLevelThatIsNoneForWritesIsFoundBeforeTheFirstWrite() throws IOException {
        String file = Files.writeString(
                        folder.resolve("level.properties"), "datastax-java-driver.basic.request.consistency=SERIAL\n")
                .toString();

        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> settings("cassandra.driver.config.file", file))
                .withMessageContaining("SERIAL");
    }

    @Test
    void aConnectionTakesAllThatMayBeUnderWay() {
        assertThat(settings("batch.size", "500", "max.in.flight.batches", "10")
                        .getInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS))
                .isEqualTo(5000);
        assertThat(settings("batch.size", "100000", "max.in.flight.batches", "10")
                        .getInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS))
                .isEqualTo(32_768);
    }

    @Test
    void theDriverConnectsAgainAsSoonAsTheEngineWritesAgain() {
        assertThat(settings("retry.backoff.max.ms", "300").getDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY))
                .isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void theDriverDoesNotWarnOfASessionForEachTaskUnlessTheFileWantsIt() throws IOException {
        assertThat(settings().getInt(DefaultDriverOption.SESSION_LEAK_THRESHOLD))
                .isZero();
        String file = Files.writeString(
                        folder.resolve("leak.conf"), "datastax-java-driver.advanced.session-leak.threshold = 9")
                .toString();
        assertThat(settings("cassandra.driver.config.file", file).getInt(DefaultDriverOption.SESSION_LEAK_THRESHOLD))
                .isEqualTo(9);
    }

    private String file() throws IOException {
        return Files.writeString(folder.resolve("driver.conf"), FILE).toString();
    }

    private static DriverExecutionProfile settings(String... more) {
        Map<String, String> props =
                new HashMap<>(Map.of("cassandra.local.datacenter", "dc1", "table.template", "bank.card"));
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        DriverConfigLoader loader = DriverSettings.of(new CassandraSinkConfig(props), false);
        return loader.getInitialConfig().getDefaultProfile();
    }
}
