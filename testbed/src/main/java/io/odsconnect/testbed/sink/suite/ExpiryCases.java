package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When rows go by themselves, as a column of theirs says: the same values mean the same in every store. */
abstract class ExpiryCases extends SinkCases {

    private static final String DURATION_MS = "duration.ms";
    private static final String DURATION_S = "duration.s";
    private static final String EPOCH_MS = "epoch.ms";
    private static final String EPOCH_S = "epoch.s";

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final BigInteger TWO_TO_64 = BigInteger.TWO.pow(64);

    private final SourceTable tickets = SuiteTable.TICKET.source(1);
    private final Instant soon = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

    /** What becomes of a row. */
    private enum Fate {
        STAYS_AN_HOUR,
        STAYS_FOR_EVER,
        IS_DELETED,
        IS_A_BAD_RECORD
    }

    ExpiryCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void aDurationIsTakenInEveryFormThatNumbersHave() {
        check(DURATION_MS, "BY_INT", Fate.STAYS_AN_HOUR, (int) HOUR);
        check(DURATION_S, "BY_INT", Fate.STAYS_AN_HOUR, 3600);
        check(DURATION_MS, "BY_LONG", Fate.STAYS_AN_HOUR, HOUR);
        check(DURATION_S, "BY_DECIMAL", Fate.STAYS_AN_HOUR, new BigDecimal(3600));
        check(DURATION_MS, "BY_TEXT", Fate.STAYS_AN_HOUR, "3600000", "3600000.00");
        check(DURATION_S, "BY_TEXT", Fate.STAYS_AN_HOUR, "3600");
    }

    @Test
    void aDurationOfNothingOrLessIsNoExpiry() {
        for (String format : List.of(DURATION_MS, DURATION_S)) {
            check(format, "BY_INT", Fate.STAYS_FOR_EVER, 0, -1, -2, Integer.MIN_VALUE);
            check(format, "BY_LONG", Fate.STAYS_FOR_EVER, 0L, -1L, -2L, Long.MIN_VALUE);
            check(format, "BY_DECIMAL", Fate.STAYS_FOR_EVER, BigDecimal.ZERO, new BigDecimal(TWO_TO_64.negate()));
            check(format, "BY_TEXT", Fate.STAYS_FOR_EVER, "0", "-1", "-2");
        }
    }

    @Test
    void aDurationOfNothingOrLessIsWhatTheOptionSays() {
        checkWith(DURATION_S, "BY_LONG", Fate.IS_DELETED, List.of("ttl.field.nonpositive.handling", "delete"), 0L, -1L);
        checkWith(
                DURATION_S,
                "BY_LONG",
                Fate.IS_A_BAD_RECORD,
                List.of("ttl.field.nonpositive.handling", "fail"),
                0L,
                -2L);
    }

    @Test
    void whatIsFarOffIsNever() {
        for (String format : List.of(DURATION_MS, DURATION_S, EPOCH_MS, EPOCH_S)) {
            check(format, "BY_LONG", Fate.STAYS_FOR_EVER, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 1000);
            check(
                    format,
                    "BY_DECIMAL",
                    Fate.STAYS_FOR_EVER,
                    new BigDecimal(TWO_TO_64.add(BigInteger.valueOf(5))),
                    new BigDecimal(TWO_TO_64.shiftRight(1)));
            check(format, "BY_TEXT", Fate.STAYS_FOR_EVER, "18446744073709551621", "9223372036854775807");
        }
        Date end = Date.from(Instant.parse("9999-12-31T00:00:00Z"));
        check(DURATION_MS, "BY_TIME", Fate.STAYS_FOR_EVER, end);
        check(DURATION_MS, "BY_DAY", Fate.STAYS_FOR_EVER, end);
        check(DURATION_MS, "BY_TEXT", Fate.STAYS_FOR_EVER, "9999-12-31", "9999-12-31T23:59:59Z");
    }

    @Test
    void aRowStaysUntilTheTimeThatItsColumnTells() {
        check(EPOCH_MS, "BY_LONG", Fate.STAYS_AN_HOUR, soon.toEpochMilli());
        check(EPOCH_S, "BY_DECIMAL", Fate.STAYS_AN_HOUR, new BigDecimal(soon.getEpochSecond()));
        check(EPOCH_MS, "BY_TEXT", Fate.STAYS_AN_HOUR, Long.toString(soon.toEpochMilli()));
        check(DURATION_MS, "BY_TIME", Fate.STAYS_AN_HOUR, Date.from(soon));
        String local = soon.toString().replace("Z", "");
        check(DURATION_MS, "BY_TEXT", Fate.STAYS_AN_HOUR, soon.toString(), local, local + "+00:00");
    }

    @Test
    void aTimeThatIsPastDeletesTheRow() {
        check(EPOCH_MS, "BY_LONG", Fate.IS_DELETED, 1L, Instant.now().toEpochMilli() - HOUR, Long.MIN_VALUE);
        check(EPOCH_S, "BY_DECIMAL", Fate.IS_DELETED, BigDecimal.ONE, new BigDecimal(TWO_TO_64.negate()));
        check(DURATION_MS, "BY_TIME", Fate.IS_DELETED, Date.from(Instant.EPOCH));
        check(DURATION_MS, "BY_DAY", Fate.IS_DELETED, Date.from(Instant.EPOCH));
        check(DURATION_MS, "BY_TEXT", Fate.IS_DELETED, "2001-01-01", "2001-01-01T00:00:00Z");
    }

    @Test
    void whatIsNoTimeIsABadRecord() {
        check(DURATION_MS, "BY_TEXT", Fate.IS_A_BAD_RECORD, "tomorrow", "", "0.5");
    }

    @Test
    void whereTheColumnIsNullTheOptionForAllRowsHolds() {
        checkWith(DURATION_MS, "BY_LONG", Fate.STAYS_AN_HOUR, List.of("ttl.ms", Long.toString(HOUR)), (Object) null);
        checkWith(DURATION_MS, "BY_LONG", Fate.STAYS_FOR_EVER, List.of("ttl.ms", Long.toString(HOUR)), 0L);
    }

    private void check(String format, String column, Fate fate, @Nullable Object... values) {
        checkWith(format, column, fate, List.of(), values);
    }

    /** Writes a row for each value over one that stays, and looks what has become of it. */
    private void checkWith(String format, String column, Fate fate, List<String> more, @Nullable Object... values) {
        store.empty();
        List<SinkRecord> stay = new ArrayList<>();
        List<SinkRecord> go = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            stay.add(tickets.add(10, tickets.row("ID", (long) i, "NAME", "x")));
            go.add(tickets.update(
                    11,
                    tickets.row("ID", (long) i, "NAME", "x"),
                    tickets.row("ID", (long) i, "NAME", "x", column, values[i])));
        }
        List<String> options = new ArrayList<>(more);
        options.addAll(List.of("ttl.field", column, "ttl.field.format", format));
        try (SinkTaskDriver before = directTask()) {
            before.put(stay);
            before.flush();
        }
        try (SinkTaskDriver task = directTask(options.toArray(String[]::new))) {
            task.put(go);
            task.flush();
            assertThat(task.deadLetterReasons())
                    .as(format + " " + column)
                    .hasSize(fate == Fate.IS_A_BAD_RECORD ? values.length : 0)
                    .allSatisfy(reason -> assertThat(reason).contains("Column " + column + ", which ttl.field names"));
        }
        Map<String, Map<String, String>> rows = store.rows(SuiteTable.TICKET);
        for (int i = 0; i < values.length; i++) {
            assertFate(format + " " + column + " " + values[i], rows, Integer.toString(i), column, fate);
        }
    }

    private void assertFate(String what, Map<String, Map<String, String>> rows, String key, String column, Fate fate) {
        if (fate == Fate.IS_DELETED) {
            assertThat(rows).as(what).doesNotContainKey(key);
            return;
        }
        assertThat(rows).as(what).containsKey(key);
        OptionalLong left = store.millisLeft(SuiteTable.TICKET, key);
        if (fate == Fate.STAYS_AN_HOUR) {
            assertThat(left).as(what).isPresent();
            assertThat(left.getAsLong()).as(what).isBetween(HOUR / 2, HOUR + 1000);
        } else {
            assertThat(left).as(what).isEmpty();
        }
        if (fate == Fate.IS_A_BAD_RECORD) {
            // The row before it is untouched.
            assertThat(rows.get(key)).as(what).doesNotContainKey(column);
        }
    }
}
