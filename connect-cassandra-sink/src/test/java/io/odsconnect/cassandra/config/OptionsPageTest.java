package io.odsconnect.cassandra.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.config.OptionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "cassandra-sink.md");

    /** With {@code -Ddocs.write} the table is written instead of compared. */
    @Test
    void thePageHoldsTheOptionsAsTheyAreDefined() throws IOException {
        String page = Files.readString(PAGE);
        String current = OptionTable.of(CassandraOptions.definition()).in(page);
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/cassandra-sink.md; bring it up to date with ./mvnw -pl connect-cassandra-sink -am test"
                        + " -Dtest=OptionsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write")
                .isEqualTo(current);
    }
}
