package io.odsconnect.common.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.expiry.ExpiryRule.Numbers;
import io.odsconnect.common.value.Row;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
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
    void aNumberMayComeInAnyFormThatKeepsItWhole() {
        for (Object five : List.of(
                5L,
                5,
                (short) 5,
                (byte) 5,
                BigInteger.valueOf(5),
                new BigDecimal("5.00"),
                5.0,
                5f,
                "5",
                " 5 ",
                "+5.0")) {
            assertThat(read(Numbers.DURATION_MILLIS, five)).as("%s", five).isEqualTo(Expiry.after(5));
            assertThat(read(Numbers.EPOCH_SECONDS, five)).as("%s", five).isEqualTo(Expiry.at(5000));
        }
        assertThat(read(Numbers.DURATION_SECONDS, new BigDecimal("1.5"))).isEqualTo(Expiry.after(1500));
    }

    @Test
    void aDurationOfNothingOrLessIsNoExpiryUnlessAnOptionSaysSo() {
        for (Object nothing : List.of(
                0L, -1, -2L, "0", "-1", Long.MIN_VALUE, new BigDecimal("-0.0"), new BigDecimal("-1E+40"), -1e300)) {
            for (Numbers numbers : List.of(Numbers.DURATION_MILLIS, Numbers.DURATION_SECONDS)) {
                assertThat(read(numbers, nothing)).as("%s", nothing).isEqualTo(Expiry.NEVER);
                assertThat(new ExpiryRule(1000, "GOES", numbers, NotPositive.DELETE).of(Row.of("GOES", nothing)))
                        .as("%s", nothing)
                        .matches(expiry -> expiry.isOver(0));
                assertThatThrownBy(
                                () -> new ExpiryRule(0, "GOES", numbers, NotPositive.FAIL).of(Row.of("GOES", nothing)))
                        .isInstanceOf(DataException.class)
                        .hasMessage("Column GOES, which ttl.field names, is 0 or less, and"
                                + " ttl.field.nonpositive.handling is fail");
            }
        }
    }

    @Test
    void whatIsFarOffIsNeverAndWrapsRoundToNothing() {
        List<Object> far = List.of(
                Long.MAX_VALUE,
                Long.MAX_VALUE - 1,
                BigInteger.TWO.pow(64).add(BigInteger.valueOf(5)),
                new BigDecimal(BigInteger.TWO.pow(63)),
                new BigDecimal("1E+1000000000"),
                "18446744073709551621",
                1e300,
                Expiry.FAR_MILLIS + 1);
        for (Object number : far) {
            for (Numbers numbers : Numbers.values()) {
                assertThat(read(numbers, number)).as("%s %s", numbers, number).isEqualTo(Expiry.NEVER);
            }
        }
        for (Object time : List.of(Instant.MAX, LocalDateTime.MAX, LocalDate.MAX)) {
            assertThat(read(Numbers.DURATION_MILLIS, time)).isEqualTo(Expiry.NEVER);
        }
        assertThat(new ExpiryRule(Long.MAX_VALUE, null, Numbers.DURATION_MILLIS).of(Row.of("A", 1)))
                .isEqualTo(Expiry.NEVER);
        assertThat(Expiry.NEVER.isOver(Long.MAX_VALUE - 1)).isFalse();
    }

    @Test
    void aTimeThatIsPastIsOver() {
        for (Object past : List.of(0L, -1, 1, Long.MIN_VALUE, new BigDecimal("-1E+40"), "0")) {
            assertThat(read(Numbers.EPOCH_MILLIS, past)).as("%s", past).matches(expiry -> expiry.isOver(1_000_000));
        }
        for (Object past : List.of(Instant.EPOCH, Instant.MIN, LocalDateTime.MIN, LocalDate.MIN, "1970-01-01")) {
            assertThat(read(Numbers.DURATION_MILLIS, past))
                    .as("%s", past)
                    .matches(expiry -> expiry.isOver(100_000_000));
        }
    }

    @Test
    void aTimeMayComeAsText() {
        Instant instant = Instant.parse("2026-11-21T10:00:00.5Z");
        for (String text : List.of(
                "2026-11-21T10:00:00.5Z",
                "2026-11-21T10:00:00.5",
                "2026-11-21 10:00:00.500",
                "2026-11-21T11:00:00.500000+01:00")) {
            assertThat(read(Numbers.DURATION_MILLIS, text)).as(text).isEqualTo(Expiry.at(instant.toEpochMilli()));
        }
        Expiry end = Expiry.at(Instant.parse("2026-11-22T00:00:00Z").toEpochMilli());
        assertThat(read(Numbers.DURATION_MILLIS, "2026-11-21")).isEqualTo(end);
        assertThat(read(Numbers.EPOCH_SECONDS, "2026-11-21Z")).isEqualTo(end);
    }

    @Test
    void onlyWhatAColumnSaysIsTheRowsOwn() {
        ExpiryRule both = new ExpiryRule(1000, "GOES", Numbers.DURATION_MILLIS);
        assertThat(both.isOfTheRow(both.of(Row.of("GOES", 5)))).isTrue();
        assertThat(both.isOfTheRow(both.of(Row.of("GOES", null)))).isFalse();
        assertThat(both.isOfTheRow(null)).isFalse();
        assertThat(new ExpiryRule(1000, null, Numbers.DURATION_MILLIS).isOfTheRow(Expiry.after(5)))
                .isFalse();
    }

    @Test
    void aRowWithoutTheColumnOrWithSomethingElseInItIsABadRecord() {
        ExpiryRule rule = new ExpiryRule(0, "GOES", Numbers.DURATION_MILLIS);
        assertThatThrownBy(() -> rule.of(Row.of("A", 1)))
                .isInstanceOf(DataException.class)
                .hasMessage("The row has no column GOES, which ttl.field names");
        assertThatThrownBy(() -> rule.of(Row.of("goes", 1)))
                .hasMessageEndingWith("; it has goes, and upper and lower case are different");
        for (Object wrong :
                List.of("4711 days", "", "1e3", 1.5, Double.NaN, new BigDecimal("0.5"), true, new byte[1])) {
            assertThatThrownBy(() -> rule.of(Row.of("GOES", wrong)))
                    .isInstanceOf(DataException.class)
                    .hasMessage("Column GOES, which ttl.field names, is a "
                            + wrong.getClass().getSimpleName()
                            + " and neither a whole number of milliseconds nor a date with a time or without one");
        }
    }

    private static @Nullable Expiry read(Numbers numbers, @Nullable Object value) {
        return new ExpiryRule(0, "GOES", numbers).of(Row.of("GOES", value));
    }

    @Test
    void unitsHaveAValueWhicheverClassIsLoadedFirst() throws Exception {
        ClassLoader others = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("io.odsconnect.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        URL classes = ExpiryRule.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader fresh = new URLClassLoader(new URL[] {classes}, others)) {
            var unused = Class.forName(ExpiryRule.class.getName(), true, fresh);
            Class<?> units = Class.forName(ExpiryRule.Numbers.class.getName(), true, fresh);
            Field unit = units.getDeclaredField("unitMillis");
            unit.setAccessible(true);
            for (Object each : units.getEnumConstants()) {
                assertThat(unit.get(each)).as(each.toString()).isNotNull();
            }
        }
    }
}
