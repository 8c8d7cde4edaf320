package io.odsconnect.db2.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.config.OptionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionPageTest {

    private static final Path PAGE = Path.of("..", "docs", "db2-source.md");

    @Test
    void thePageHasTheOptionsAsTheyAre() throws IOException {
        String page = Files.readString(PAGE);
        String right = OptionTable.of(Db2SourceConfig.CONFIG_DEF).in(page);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, right);
        }
        assertThat(Files.readString(PAGE))
                .as("run with -Ddocs.write=true to bring the page up to date")
                .isEqualTo(right);
    }
}
