package io.odsconnect.common.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.event.Row;
import java.math.BigDecimal;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final Row KEY = Row.of("CARD_NO", "4711");
    private static final Row ROW = Row.of("CARD_NO", "from the row", "CLIENT_ID", 7, "LIMIT", new BigDecimal("1.50"));

    @ParameterizedTest
    @CsvSource({
        "client:{CLIENT_ID}:card:{CARD_NO}, client:7:card:4711",
        "{key.CARD_NO}|{value.CARD_NO}, 4711|from the row",
        "{topic}/{header.source}, ods.CARD/db2",
        "{ LIMIT }, 1.50",
        "{{{CLIENT_ID}}}, {7}",
        "plain, plain"
    })
    void fieldsOfTheRecordTakeThePlaceOfTheirNames(String template, String expected) {
        assertThat(parse(template).expand("ods.CARD", KEY, ROW, headers())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "'   ', is empty",
        "card:{ID, character 6 that is not closed",
        "card:{A{B}}, character 6 that is not closed",
        "card:ID}, character 8 that closes nothing",
        "{}, without a name at character 1",
        "{key.}, without a name at character 1",
        "a{ID|upper}, format upper at character 2"
    })
    void aMistakeIsFoundWhenTheTemplateIsParsedAndSaysWhereItIs(String template, String expected) {
        assertThatThrownBy(() -> parse(template))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("key.template")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "{NOPE}, field NOPE of the key or the value",
        "{key.LIMIT}, field LIMIT of the key",
        "{value.NOTHING}, field NOTHING of the value",
        "{header.nope}, header nope"
    })
    void aFieldThatIsMissingOrNullMakesABadRecordThatNamesIt(String template, String expected) {
        Row row = Row.of("LIMIT", "secret", "NOTHING", null);
        assertThatThrownBy(() -> parse(template).expand("ods.CARD", KEY, row, headers()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(template)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("secret");
    }

    @Test
    void theRowBeforeAnUpdateOfTheKeyGivesTheOldText() {
        Row before = Row.of("CARD_NO", "4710", "CLIENT_ID", 7);
        Row after = Row.of("CARD_NO", "4711", "CLIENT_ID", 7);
        Template template = parse("{CLIENT_ID}:{key.CARD_NO}");
        assertThat(template.of(event(before, after))).isEqualTo("7:4711");
        assertThat(template.ofBefore(event(before, after))).isEqualTo("7:4710");
    }

    @Test
    void aRowBeforeThatTellsTooLittleGivesNoText() {
        assertThat(parse("{CLIENT_ID}").ofBefore(event(Row.of("CARD_NO", "4711"), ROW)))
                .isNull();
        assertThat(parse("{CLIENT_ID}").ofBefore(event(null, ROW))).isNull();
    }

    @Test
    void theValidatorLetsAnAbsentOptionPass() {
        assertThatCode(() -> Template.validator().ensureValid("key.template", null))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Template.validator().ensureValid("key.template", "{"))
                .isInstanceOf(ConfigException.class);
    }

    private static Template parse(String text) {
        return Template.parse("key.template", text);
    }

    private static ConnectHeaders headers() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("source", "db2");
        return headers;
    }

    private static ChangeEvent event(@Nullable Row before, Row after) {
        return new ChangeEvent(
                Operation.UPDATE,
                "ods.CARD",
                new Origin("ods.CARD", 0, 0),
                KEY,
                before,
                after,
                ChangeEvent.NO_POSITION,
                ChangeEvent.NO_TIME);
    }
}
