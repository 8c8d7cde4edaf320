package io.odsconnect.common.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTemplatesTest {

    private static final Template GENERAL = Template.parse("key.template", "{topic}:{ID}");
    private static final Template BANK = Template.parse("key.template.ods.BANK", "bank:{ID}");
    private static final Template CARD = Template.parse("key.template.ods.BANK.CARD", "card:{ID}");

    private final TopicTemplates templates =
            TopicTemplates.of(GENERAL, Map.of("ods.BANK", BANK, "ods.BANK.CARD", CARD));

    @Test
    void aTemplateHoldsForItsTopicAndForThoseThatContinueItsName() {
        assertThat(templates.forTopic("ods.BANK.CARD")).contains(CARD);
        assertThat(templates.forTopic("ods.BANK.CARD.bulk")).contains(CARD);
    }

    @Test
    void theLongestNameWinsAndTheGeneralOneIsLast() {
        assertThat(templates.forTopic("ods.BANK.CUSTOMER")).contains(BANK);
        assertThat(templates.forTopic("ods.LOAN.CARD")).contains(GENERAL);
    }

    @Test
    void aNameIsContinuedOnlyAfterADot() {
        assertThat(templates.forTopic("ods.BANK.CARDHOLDER")).contains(BANK);
        assertThat(templates.forTopic("ods.BANKS")).contains(GENERAL);
    }

    @Test
    void withoutAGeneralTemplateOtherTopicsHaveNone() {
        assertThat(TopicTemplates.of(null, Map.of("a", CARD)).forTopic("b")).isEmpty();
    }
}
