package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which keys may be another topic's. */
class KeyShapeTest {

    @Test
    void aKeyIsDoubtfulWhereAnotherTopicHasTheSameTemplate() {
        TopicTemplates templates =
                TopicTemplates.of(null, Map.of("ods.A", template("row:{ID}"), "ods.B", template("row:{ID}")));

        assertThat(KeyShape.of("ods.A", templates).isDoubtful("row:1")).isTrue();
    }

    @Test
    void aKeyIsDoubtfulWhereTheNameOfALongerTopicLooksLikeIt() {
        TopicTemplates templates = TopicTemplates.of(template("{topic}_{ID}"), Map.of());

        assertThat(KeyShape.of("CARD", templates).isDoubtful("CARD_LOG_5")).isTrue();
    }

    @Test
    void aKeyIsOursWhereNoOtherTopicCanHaveIt() {
        TopicTemplates templates = TopicTemplates.of(
                null, Map.of("ods.BANK.CARD", template("card:{ID}"), "ods.BANK.LOAN", template("loan:{ID}")));

        assertThat(KeyShape.of("ods.BANK.CARD", templates).isDoubtful("card:1")).isFalse();
        assertThat(KeyShape.of("ods.BANK.CARD", TopicTemplates.of(template("{topic}:{ID}"), Map.of()))
                        .isDoubtful("ods.BANK.CARD:1"))
                .isFalse();
    }

    private static Template template(String text) {
        return Template.parse("key.template", text);
    }
}
