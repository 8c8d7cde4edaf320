package io.odsconnect.redis.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.template.Template;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplateFieldsTest {

    @Test
    void theHashTagIsWhatStandsBetweenTheFirstBracesOfTheKeyItself() {
        assertThat(tag("card:{{{CLIENT_ID}}}:{CARD_NO}")).isEqualTo("{CLIENT_ID}");
        assertThat(tag("{{ods}}:{CARD_NO}")).isEqualTo("ods");
        assertThat(tag("a{{x{A}y}}b{{z}}")).isEqualTo("x{A}y");
        assertThat(tag("{{{ A }}}")).isEqualTo("{A}");
    }

    @Test
    void thereIsNoneWithoutBracesOrWithNothingBetweenThem() {
        assertThat(tag("card:{CARD_NO}")).isNull();
        assertThat(tag("{{}}card:{CARD_NO}{{x}}")).isNull();
        assertThat(tag("}}card:{CARD_NO}{{")).isNull();
    }

    private static @Nullable String tag(String template) {
        return TemplateFields.of(Template.parse("key.template", template)).hashTag();
    }
}
