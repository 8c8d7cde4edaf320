package io.odsconnect.redis.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.common.value.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IndexRuleTest {

    private static final TopicTemplates BY_CLIENT =
            TopicTemplates.of(Template.parse("index.template", "client:{CLIENT_ID}:cards"), Map.of());

    @Test
    void theIndexIsTheOneThatTheTemplateNames() {
        assertThat(entry(null, Row.of("CLIENT_ID", 7))).isEqualTo(new IndexEntry("client:7:cards", ""));
    }

    @Test
    void aRowInWhichAColumnOfTheTemplateIsNullIsInNoIndexAndOneWithoutItIsABadRecord() {
        assertThat(entry(null, Row.of("CLIENT_ID", null))).isNull();
        assertThatThrownBy(() -> entry(null, Row.of("CLIENT", 7)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("CLIENT_ID");
    }

    @Test
    void topicsWithoutATemplateHaveNoIndex() {
        IndexRule rule =
                new IndexRule(TopicTemplates.of(null, Map.of("other", Template.parse("index.template", "{A}"))), null);
        Row row = Row.of("A", 1);
        assertThat(rule.of(event(row), row)).isNull();
    }

    @Test
    void aScoreIsANumberOrMillisecondsSinceTheEpoch() {
        assertThat(score(5)).isEqualTo("5");
        assertThat(score(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(score(Instant.ofEpochMilli(1234))).isEqualTo("1234");
        assertThat(score(LocalDate.of(1970, 1, 2))).isEqualTo("86400000");
        assertThatThrownBy(() -> score("gold"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("index.score.field")
                .hasMessageNotContaining("gold");
        assertThatThrownBy(() -> score(LocalDateTime.MAX))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("SCORE", "index.score.field", "does not fit into 64 bits");
        assertThatThrownBy(() -> score(null))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("SCORE", "index.score.field");
    }

    private static String score(@Nullable Object value) {
        IndexEntry entry = entry("SCORE", Row.of("CLIENT_ID", 7, "SCORE", value));
        assertThat(entry).isNotNull();
        return entry.score();
    }

    private static @Nullable IndexEntry entry(@Nullable String scoreColumn, Row row) {
        return new IndexRule(BY_CLIENT, scoreColumn).of(event(row), row);
    }

    private static ChangeEvent event(Row row) {
        return new ChangeEvent(Operation.CREATE, "t", new Origin("t", 0, 0), null, null, row, 100, ChangeEvent.NO_TIME);
    }
}
