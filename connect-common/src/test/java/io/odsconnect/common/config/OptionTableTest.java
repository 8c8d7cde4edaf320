package io.odsconnect.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.junit.jupiter.api.Test;

class OptionTableTest {

    private static final String TABLE = """

            ### Connection

            | Option | Type | Default | Valid | Importance | What it does |
            |---|---|---|---|---|---|
            | `url` | string | required |  | high | Where it is: host\\|port. |
            | `retries` | int | `3` | [0,...] | low | How often. |

            ### Rows

            | Option | Type | Default | Valid | Importance | What it does |
            |---|---|---|---|---|---|
            | `password` | password | none |  | high | The password. |
            """;

    private final ConfigDef config = new ConfigDef()
            .define(
                    "retries",
                    ConfigDef.Type.INT,
                    3,
                    Range.atLeast(0),
                    Importance.LOW,
                    "How often.",
                    "Connection",
                    2,
                    Width.SHORT,
                    "R")
            .define(
                    "url",
                    ConfigDef.Type.STRING,
                    Importance.HIGH,
                    "Where it is: host|port.",
                    "Connection",
                    1,
                    Width.SHORT,
                    "U")
            .define(
                    "password",
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.HIGH,
                    "The password.",
                    "Rows",
                    1,
                    Width.SHORT,
                    "P")
            .defineInternal("hidden", ConfigDef.Type.STRING, "", Importance.LOW);

    @Test
    void theTableHasAGroupsOptionsInTheirOrder() {
        assertThat(OptionTable.of(config).markdown()).isEqualTo(TABLE);
    }

    @Test
    void aPageThatIsUpToDateIsLeftAsItIs() {
        String page = "# Sink\n" + OptionTable.BEGIN + "\nold\n" + OptionTable.END + "\nmore\n";
        String renewed = OptionTable.of(config).in(page);
        assertThat(renewed)
                .startsWith("# Sink\n")
                .contains(TABLE)
                .doesNotContain("old")
                .endsWith("\nmore\n");
        assertThat(OptionTable.of(config).in(renewed)).isEqualTo(renewed);
    }

    @Test
    void aPageWithoutThePlaceForItIsRefused() {
        assertThatThrownBy(() -> OptionTable.of(config).in("# Sink")).hasMessageContaining(OptionTable.BEGIN);
    }
}
