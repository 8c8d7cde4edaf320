package io.odsconnect.common.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.Seeded;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.value.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
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
        "{CLIENT_ID|pad:10}, 0000000007",
        "{CLIENT_ID|pad:3:_}, __7",
        "{CLIENT_ID|pad:3::}, ::7",
        "{CARD_NO|pad:2}, 4711",
        "'[{NAME|trim|padright:6}]', '[Ada ß ]'",
        "{NAME|trim|upper|padright:9:.}, ADA SS...",
        "{topic|without:.bulk}, ods.CARD",
        "{topic|without:.CARD}, ods",
        "{CARD_NO|without:11}, 47",
        "{topic|lower}:{value.NAME | trim | lower}, ods.card:ada ß",
        "{CARD_NO|sha256}, de650d61f5bd166a91f8ccec3158297db18b9d50eaedca238cd29dc3a214a916",
        "{CARD_NO|sha256:4}:{CARD_NO}, de65:4711"
    })
    void aFieldsTextIsFormattedAsWhatStandsBehindTheBarsSaysFromLeftToRight(String template, String expected) {
        Row row = Row.of("CLIENT_ID", 7, "NAME", "  Ada ß ");
        assertThat(parse(template).expand("ods.CARD", KEY, row, headers())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'{A|escape}:{B|escape}', 1:2, 3, 1%3A2:3",
        "'{A|escape}:{B|escape}', 1, 2:3, 1:2%3A3",
        "'{A|escape}:{B|escape}', 1%3A2, 3, 1%253A2:3",
        "'client-{A|escape}:card/{B|escape}', 2026-11/a:ü, ü.b, client-2026%2D11%2Fa%3Aü:card/ü.b",
        "'{A|escape}→{B|upper|escape}', a→b, a→b, a%E2%86%92b→A%E2%86%92B",
        "'{A|escape}', 1:2, 3, 1:2",
        "'{A|sha256:2}{B|escape}', a, b:c, cab:c",
        "'{{{A|escape}}}:{B|escape}', a}b, c, '{a%7Db}:c'"
    })
    void whatSeparatesTheFieldsIsEscapedInThem(String template, String a, String b, String expected) {
        assertThat(parse(template).expand("t", null, Row.of("A", a, "B", b), null))
                .isEqualTo(expected);
    }

    @Test
    void twoPairsOfTextsHaveOneTextOnlyWhereTheyAreEqual() {
        Seeded.repeat(getClass(), 3000, random -> {
            String a = piece(random);
            String b = piece(random);
            String c = random.nextBoolean() ? a : piece(random);
            String d = random.nextBoolean() ? b : piece(random);
            for (String text :
                    List.of("{A|escape}:{B|escape}", "%3A{A|escape}a:%{B|escape}-:", "{A|escape}:{B|pad:3|escape}")) {
                Template template = parse(text);
                String one = template.expand("t", null, Row.of("A", a, "B", b), null);
                String other = template.expand("t", null, Row.of("A", c, "B", d), null);
                boolean padded = text.contains("pad") && !(b.length() > 2 && d.length() > 2);
                if (!padded) {
                    assertThat(one.equals(other)).isEqualTo(a.equals(c) && b.equals(d));
                }
            }
        });
    }

    /** Returns a text of up to four of the characters that separate and escape. */
    private static String piece(Random random) {
        StringBuilder out = new StringBuilder();
        for (int left = random.nextInt(5); left > 0; left--) {
            out.append(":%3Aa-".charAt(random.nextInt(6)));
        }
        return out.toString();
    }

    @Test
    void aTemplateThatCanMakeOneTextOfTwoRowsSaysSoOnce() {
        Row numbers = Row.of("A", 1, "B", 2L, "C", "x");
        Row texts = Row.of("A", "1:2", "B", "3", "C", new byte[] {1});
        try (Logged logged = Logged.by(Template.class)) {
            for (int i = 0; i < 3; i++) {
                parseAndExpand("{A}:{B}:{C}", numbers);
                parseAndExpand("{A|escape}:{B|escape}:{C}", texts);
                parseAndExpand("{A|sha256:4}:{A}", texts);
                parseAndExpand("{A|sha256:4}{A}", texts);
                parseAndExpand("{A}", texts);
            }
            assertThat(logged.warnings()).isEmpty();
            Template template = parse("{A}:{B}");
            template.expand("t", null, texts, null);
            template.expand("t", null, texts, null);
            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .contains("{A}:{B}", "{FIELD|escape}")
                    .doesNotContain("1:2");
            parseAndExpand("{A}0{B}", numbers);
            assertThat(logged.warnings()).last().asString().contains("{A}0{B}", "put a separator there");
        }
    }

    private static void parseAndExpand(String template, Row row) {
        assertThat(parse(template).expand("t", null, row, null)).isNotEmpty();
    }

    @Test
    void theRowBeforeAnEventIsFormattedInTheSameWay() {
        assertThat(parse("{CLIENT_ID|pad:3}").ofBefore(event(Row.of("CLIENT_ID", 7), ROW)))
                .isEqualTo("007");
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
        "a{ID|uper}, format uper in the field at character 2",
        "'{ID|}', format  in the field at character 1",
        "'{ID|pad}', needs a number from 1 to 1000",
        "'{ID|pad:0}', needs a number from 1 to 1000",
        "'{ID|pad:12345}', needs a number from 1 to 1000",
        "'{ID|pad:ten}', needs a number from 1 to 1000",
        "'{ID|pad:10:ab}', needs one character",
        "'{ID|padright:10:}', needs one character",
        "'{ID|sha256:65}', needs a number from 1 to 64",
        "'{ID|sha256:8:x}', takes a number of digits and nothing else",
        "'{ID|without}', needs the text that goes",
        "'{ID|without:}', needs the text that goes",
        "'{ID|without:a:b}', needs the text that goes",
        "'{ID|upper:1}', takes nothing after a colon",
        "'{|upper}', without a name at character 1",
        "'{ID|escape|upper}', escape before others in the field at character 1; it has to be the last",
        "'{ID|escape}{NO}', 'escapes ID or NO, and nothing stands between'",
        "'{ID}{NO|escape}', 'escapes ID or NO, and nothing stands between'",
        "'{ID|escape}7a{NO|escape}', 'escapes ID or NO, and nothing stands between'",
        "'{ID|escape}%{NO|escape}', 'escapes ID or NO, and nothing stands between'"
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

    @ParameterizedTest
    @CsvSource({
        "{card_no}, 'it has CARD_NO, and upper and lower case are different'",
        "{key.Card_No}, 'it has CARD_NO, and upper and lower case are different'",
        "{value.limit}, 'it has LIMIT, and upper and lower case are different'",
        "{LIMITS}, it has LIMIT"
    })
    void aFieldThatIsMissingIsToldTheOneThatIsLikeIt(String template, String expected) {
        assertThatThrownBy(() -> parse(template).expand("ods.CARD", KEY, ROW, headers()))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("; " + expected);
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
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("key.template", "character 1 that is not closed");
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
