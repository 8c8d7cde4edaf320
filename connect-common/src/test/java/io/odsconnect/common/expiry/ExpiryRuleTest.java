package io.odsconnect.common.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.event.Row;
import io.odsconnect.common.expiry.ExpiryRule.Numbers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpiryRuleTest {

    @Test
    void aFixedTimeHoldsForAllRows() {
        ExpiryRule rule = new ExpiryRule(1000, null, Numbers.DURATION_MILLIS);
        assertThat(rule.of(Row.of("A", 1))).isEqualTo(Expiry.after(1000));
        assertThat(ExpiryRule.NEVER.of(Row.of("A", 1))).isNull();
        assertThat(ExpiryRule.NEVER.isAnyExpiring()).isFalse();
    }

    @Test
    void aNumberIsADurationOrATime() {
        assertThat(read(Numbers.DURATION_MILLIS, 5L)).isEqualTo(Expiry.after(5));
        assertThat(read(Numbers.DURATION_SECONDS, (short) 5)).isEqualTo(Expiry.after(5000));
        assertThat(read(Numbers.EPOCH_MILLIS, 5L)).isEqualTo(Expiry.at(5));
        assertThat(read(Numbers.EPOCH_SECONDS, 5)).isEqualTo(Expiry.at(5000));
    }

    @Test
    void aTimeIsATimeAndADateIsItsEnd() {
        Instant instant = Instant.parse("2026-11-21T10:00:00.5Z");
        assertThat(read(Numbers.DURATION_MILLIS, instant)).isEqualTo(Expiry.at(instant.toEpochMilli()));
        assertThat(read(Numbers.DURATION_MILLIS, LocalDateTime.parse("2026-11-21T10:00:00.5")))
                .isEqualTo(Expiry.at(instant.toEpochMilli()));
        assertThat(read(Numbers.DURATION_MILLIS, LocalDate.of(2026, 11, 21)))
                .isEqualTo(Expiry.at(Instant.parse("2026-11-22T00:00:00Z").toEpochMilli()));
    }

    @Test
    void whereTheColumnIsNullTheFixedTimeHolds() {
        assertThat(new ExpiryRule(1000, "GOES", Numbers.DURATION_MILLIS).of(Row.of("GOES", null)))
                .isEqualTo(Expiry.after(1000));
        assertThat(read(Numbers.DURATION_MILLIS, null)).isNull();
    }

    @Test
    void aRowWithoutTheColumnOrWithTextInItIsABadRecord() {
        ExpiryRule rule = new ExpiryRule(0, "GOES", Numbers.DURATION_MILLIS);
        assertThatThrownBy(() -> rule.of(Row.of("A", 1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("GOES");
        assertThatThrownBy(() -> rule.of(Row.of("GOES", "4711")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("ttl.field")
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> rule.of(Row.of("GOES", 1.5))).isInstanceOf(DataException.class);
    }

    private static @Nullable Expiry read(Numbers numbers, @Nullable Object value) {
        return new ExpiryRule(0, "GOES", numbers).of(Row.of("GOES", value));
    }
}
