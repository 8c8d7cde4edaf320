package io.odsconnect.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ByTopicTest {

    @Test
    void whatIsSetForTheLongestNameHoldsAndElseWhatIsCommon() {
        ByTopic<Integer> settings = ByTopic.of(0, Map.of("ods.BANK", 1, "ods.BANK.CARD", 2));

        assertThat(settings.forTopic("ods.BANK.CARD.bulk")).contains(2);
        assertThat(settings.forTopic("ods.BANK.CARDS")).contains(1);
        assertThat(settings.forTopic("ods")).contains(0);
        assertThat(settings.topics()).containsExactlyInAnyOrder("ods.BANK", "ods.BANK.CARD");
        assertThat(ByTopic.of(null, Map.of("a", 1)).forTopic("b")).isEmpty();
    }

    @Test
    void optionsAreReadByTheirFullNames() {
        AbstractConfig config =
                new AbstractConfig(new ConfigDef(), Map.of("mapping.ods.CARD", "x", "mapping", "y", "mappings.z", "z"));

        ByTopic<String> settings = ByTopic.of(null, config, "mapping", (option, text) -> option + "=" + text);

        assertThat(settings.forTopic("ods.CARD")).contains("mapping.ods.CARD=x");
        assertThat(settings.topics()).containsExactly("ods.CARD");
    }
}
