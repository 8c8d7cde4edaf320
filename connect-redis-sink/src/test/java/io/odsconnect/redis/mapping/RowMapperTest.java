package io.odsconnect.redis.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.common.value.Row;
import io.odsconnect.redis.encoding.RowEncoding;
import io.odsconnect.redis.encoding.ValueFormats;
import io.odsconnect.redis.encoding.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowMapperTest {

    private static final Row KEY = Row.of("CARD_NO", 1);
    private static final Row CARD = Row.of("CARD_NO", 1, "CLIENT_ID", 7, "NOTE", "gold");

    @Test
    void valuesAreInTheirTextForm() {
        Row row = Row.of(
                "CARD_NO", 1, "SUM", new BigDecimal("1.50"), "DAY", LocalDate.of(2026, 11, 21), "RAW", new byte[] {1, 2
                });
        assertThat(fields(map("{CARD_NO}", Operation.CREATE, null, row)))
                .containsExactly("CARD_NO", "1", "SUM", "1.50", "DAY", "2026-11-21", "RAW", "AQI=");
    }

    @Test
    void nullsAreLeftOutOrEmpty() {
        Row row = Row.of("CARD_NO", 1, "NOTE", null);
        assertThat(fields(map("{CARD_NO}", Operation.CREATE, null, row))).containsExactly("CARD_NO", "1");
        List<RedisWrite> kept = mapper("{CARD_NO}", true).map(event(Operation.CREATE, null, row));
        assertThat(fields(kept)).containsExactly("CARD_NO", "1", "NOTE", "");
    }

    @Test
    void aSchemaThatChangesBetweenTwoRowsChangesTheFields() {
        RowMapper mapper = mapper("{CARD_NO}", false);
        assertThat(fields(mapper.map(event(Operation.CREATE, null, CARD)))).contains("NOTE");
        Row other = Row.of("CARD_NO", 1, "COLOR", "blue");
        assertThat(fields(mapper.map(event(Operation.CREATE, null, other))))
                .containsExactly("CARD_NO", "1", "COLOR", "blue");
    }

    @Test
    void anUpdateOfAFieldInTheKeyDeletesTheOldKeyFirst() {
        List<RedisWrite> writes =
                map("{CLIENT_ID}:{CARD_NO}", Operation.UPDATE, Row.of("CARD_NO", 1, "CLIENT_ID", 6), CARD);
        assertThat(writes).extracting(RedisWrite::identity).containsExactly("6:1", "7:1");
        assertThat(writes).extracting(RedisWrite::isDelete).containsExactly(true, false);
        assertThat(writes).extracting(RedisWrite::position).containsExactly(100L, 100L);
    }

    @Test
    void anUpdateOfThePrimaryKeyDeletesTheOldKeyToo() {
        List<RedisWrite> writes = map("card:{CARD_NO}", Operation.UPDATE, Row.of("CARD_NO", 9, "CLIENT_ID", 7), CARD);
        assertThat(writes).extracting(RedisWrite::identity).containsExactly("card:9", "card:1");
    }

    @Test
    void anUpdateOfOtherFieldsIsOneWrite() {
        assertThat(map("card:{CARD_NO}", Operation.UPDATE, Row.of("CARD_NO", 1, "CLIENT_ID", 6), CARD))
                .hasSize(1);
    }

    @Test
    void aDeleteTakesItsKeyFromTheRowBefore() {
        List<RedisWrite> writes = map("{CLIENT_ID}:{CARD_NO}", Operation.DELETE, CARD, null);
        assertThat(writes).extracting(RedisWrite::identity).containsExactly("7:1");
        assertThat(writes.get(0).isDelete()).isTrue();
    }

    @Test
    void aDeleteThatTellsTooLittleIsABadRecordUnlessItFollowsOneThatToldAll() {
        assertThatThrownBy(() -> map("{CLIENT_ID}:{CARD_NO}", Operation.DELETE, null, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("CLIENT_ID");

        assertThatThrownBy(() -> mapper("{CLIENT_ID}:{CARD_NO}", false).map(tombstone(false)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("CLIENT_ID");
        assertThat(mapper("{CLIENT_ID}:{CARD_NO}", false).map(tombstone(true))).isEmpty();
        assertThat(mapper("{CARD_NO}", false).map(tombstone(true))).hasSize(1);
    }

    private static ChangeEvent tombstone(boolean repeats) {
        return new ChangeEvent(
                Operation.DELETE,
                "t",
                new Origin("t", 0, 0),
                KEY,
                null,
                null,
                100,
                ChangeEvent.NO_TIME,
                new ConnectHeaders(),
                repeats);
    }

    @Test
    void aMissingFieldIsABadRecordThatNamesTheFieldAndNoValue() {
        assertThatThrownBy(() -> map("{BRANCH}:{CARD_NO}", Operation.CREATE, null, CARD))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("BRANCH")
                .hasMessageNotContaining("gold");
    }

    @Test
    void whatWouldPassForAMarkerOrAPositionIsABadRecord() {
        assertThatThrownBy(() -> map("__del:{CARD_NO}", Operation.CREATE, null, CARD))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("key.template");
        assertThatThrownBy(() -> map("{CARD_NO}", Operation.CREATE, null, Row.of("CARD_NO", 1, "__position", 5)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("position.field");
    }

    @Test
    void aRowOfNullsOnlyIsABadRecord() {
        assertThatThrownBy(() -> map("{CARD_NO}", Operation.CREATE, null, Row.of("NOTE", null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("null.handling");
    }

    @Test
    void aTopicWithoutATemplateIsABadRecordThatNamesTheOption() {
        RowMapper mapper = mapper(TopicTemplates.of(null, Map.of()), false);
        assertThatThrownBy(() -> mapper.map(event(Operation.CREATE, null, CARD)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("key.template.t");
    }

    private static List<RedisWrite> map(
            String template, Operation operation, @Nullable Row before, @Nullable Row after) {
        return mapper(template, false).map(event(operation, before, after));
    }

    private static RowMapper mapper(String template, boolean keepNulls) {
        return mapper(TopicTemplates.of(Template.parse("key.template", template), Map.of()), keepNulls);
    }

    private static RowMapper mapper(TopicTemplates templates, boolean keepNulls) {
        RowEncoding encoding =
                new RowEncoding(ValueType.HASH, false, ValueFormats.DEFAULT, keepNulls, Set.of("__position"));
        return new RowMapper(templates, encoding, ExpiryRule.NEVER, null, () -> 0);
    }

    private static ChangeEvent event(Operation operation, @Nullable Row before, @Nullable Row after) {
        return new ChangeEvent(operation, "t", new Origin("t", 0, 0), KEY, before, after, 100, ChangeEvent.NO_TIME);
    }

    private static List<String> fields(List<RedisWrite> writes) {
        assertThat(writes).hasSize(1);
        return Arrays.stream(writes.get(0).value())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
