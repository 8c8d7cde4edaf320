package io.odsconnect.db2.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.config.OptionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionPageTest {

    private static final Path PAGE = Path.of("..", "docs", "db2-source.md");

    /** With {@code -Ddocs.write} the table is written instead of compared. */
    @Test
    void thePageHasTheOptionsAsTheyAre() throws IOException {
        String page = Files.readString(PAGE);
        String right = OptionTable.of(Db2SourceConfig.CONFIG_DEF).in(page);
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, right);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/db2-source.md; bring it up to date with ./mvnw -pl connect-db2-source -am test"
                        + " -Dtest=OptionPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write")
                .isEqualTo(right);
    }
}
