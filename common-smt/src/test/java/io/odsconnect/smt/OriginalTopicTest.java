package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginalTopicTest {

    private static final String DEAD = "__connect.errors.topic";

    private static SinkRecord deadLetter(@Nullable Object value, Headers headers) {
        return new SinkRecord(
                "dead.letters", 2, Schema.STRING_SCHEMA, "1", null, value, 42, 99L, TimestampType.CREATE_TIME, headers);
    }

    private static SinkRecord apply(SinkRecord record, Map<String, String> options) {
        try (OriginalTopic<SinkRecord> transform = new OriginalTopic<>()) {
            transform.configure(options);
            return transform.apply(record);
        }
    }

    @Test
    void aDeadLetterGetsTheTopicBackThatItCameFrom() {
        SinkRecord record = deadLetter(Map.of("CARD_NO", "1"), new ConnectHeaders().addString(DEAD, "ods.BANK.CARD"));
        SinkRecord restored = apply(record, Map.of());
        assertThat(restored.topic()).isEqualTo("ods.BANK.CARD");
        assertThat(restored.key()).isEqualTo("1");
        assertThat(restored.value()).isSameAs(record.value());
        assertThat(restored.timestamp()).isEqualTo(99L);
        assertThat(restored.headers()).isEqualTo(record.headers());
    }

    @Test
    void offsetsAreStillThoseOfTheDeadLetterQueue() {
        SinkRecord restored = apply(deadLetter("x", new ConnectHeaders().addString(DEAD, "cards")), Map.of());
        assertThat(restored.originalTopic()).isEqualTo("dead.letters");
        assertThat(restored.originalKafkaPartition()).isEqualTo(2);
        assertThat(restored.originalKafkaOffset()).isEqualTo(42);
    }

    @Test
    void aTombstoneGetsItsTopicBackToo() {
        assertThat(apply(deadLetter(null, new ConnectHeaders().addString(DEAD, "cards")), Map.of())
                        .topic())
                .isEqualTo("cards");
    }

    @Test
    void ofARecordThatWasRefusedTwiceTheFirstHeaderCounts() {
        Headers twice = new ConnectHeaders().addString(DEAD, "cards").addString(DEAD, "dead.letters");
        assertThat(apply(deadLetter("x", twice), Map.of()).topic()).isEqualTo("cards");
    }

    @Test
    void aReplayedRecordThatWasADeadLetterHasTheTopicOfItsReplay() {
        Headers both =
                new ConnectHeaders().addString(DEAD, "replays").addString("odsconnect.original.topic", "ods.BANK.CARD");
        assertThat(apply(deadLetter("x", both), Map.of()).topic()).isEqualTo("ods.BANK.CARD");
    }

    @Test
    void theHeadersCanBeChosen() {
        Headers own = new ConnectHeaders().addString("came.from", "cards").addString(DEAD, "others");
        assertThat(apply(deadLetter("x", own), Map.of("headers", "came.from")).topic())
                .isEqualTo("cards");
    }

    @Test
    void aHeaderLeftAsBytesIsRead() {
        Headers bytes = new ConnectHeaders().addBytes(DEAD, "cards".getBytes(StandardCharsets.UTF_8));
        assertThat(apply(deadLetter("x", bytes), Map.of()).topic()).isEqualTo("cards");
    }

    @Test
    void aRecordWithoutTheHeaderIsABadRecordThatSaysWhatToSet() {
        assertThatThrownBy(() -> apply(deadLetter("x", new ConnectHeaders()), Map.of()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic dead.letters, partition 2, offset 42")
                .hasMessageContaining(DEAD)
                .hasMessageContaining("errors.deadletterqueue.context.headers.enable=true");
    }

    @Test
    void aTopicThatTheHeaderConverterTookForANumberIsABadRecordThatSaysWhatToSet() {
        for (Headers headers : new Headers[] {
            new ConnectHeaders().addShort(DEAD, (short) 7), new ConnectHeaders().add(DEAD, null, null)
        }) {
            assertThatThrownBy(() -> apply(deadLetter("x", headers), Map.of()))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(DEAD)
                    .hasMessageContaining("header.converter=");
        }
    }

    @Test
    void noHeadersAtAllAreRefusedBeforeTheStart() {
        for (String headers : new String[] {"", " "}) {
            assertThat(OriginalTopic.CONFIG_DEF
                            .validate(Map.of("headers", headers))
                            .get(0)
                            .errorMessages())
                    .singleElement()
                    .asString()
                    .contains("headers", "at least one name");
        }
    }
}
