package io.odsconnect.common.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Audit records of version 0.1.0, in {@code records-0.1.0.jsonl}: the demo's pipeline of the commit aa0ec62 ran on the
 * testbed with {@code audit.topic}, and a consumer printed the values of some records about one row.
 */
class OlderAuditTest {

    private static final Pattern RECORD =
            Pattern.compile("\\{\"version\":1,\"role\":\"(\\w+)\",\"connector\":\"([^\"]+)\","
                    + "\"task\":\"(\\d+)\",\"topic\":\"([^\"]+)\",\"partition\":(\\d+),\"first_offset\":(\\d+),"
                    + "\"last_offset\":(\\d+),\"records\":1,\"counts\":\\{\"(\\w+)\":\\{\"(\\w+)\":1}},\"digests\":\\{"
                    + "(?:\"hmac-sha-256\":\\{\"records\":1,\"sum\":\"(\\w+)\"})?},"
                    + "\"lowest_position\":(\\d+),\"highest_position\":\\d+,\"ts_ms\":(\\d+)}");

    @Test
    void theSameRangeIsReportedInTheSameFormToday() throws IOException {
        List<String> records = older();
        assertThat(records).hasSizeGreaterThan(3).allSatisfy(record -> {
            Matcher fields = RECORD.matcher(record);
            assertThat(fields.matches()).as(record).isTrue();
            AuditTally tally = new AuditTally();
            tally.add(
                    operation(fields.group(8)),
                    outcome(fields.group(9)),
                    Long.parseLong(fields.group(11)),
                    fields.group(10) == null ? null : RowDigest.parse("hmac-sha-256:" + fields.group(10)));
            Auditor auditor = new Auditor(
                    fields.group(1).equals("sink") ? Auditor.Role.SINK : Auditor.Role.SOURCE,
                    fields.group(2),
                    fields.group(3));
            AuditRecord today = new AuditRecord(
                    auditor,
                    fields.group(4),
                    Integer.parseInt(fields.group(5)),
                    Long.parseLong(fields.group(6)),
                    Long.parseLong(fields.group(7)),
                    tally,
                    Long.parseLong(fields.group(12)));
            assertThat(today.toJson()).isEqualTo(record);
        });
    }

    private static Operation operation(String name) {
        return Operation.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static AuditOutcome outcome(String name) {
        return AuditOutcome.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<String> older() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(OlderAuditTest.class.getResourceAsStream("records-0.1.0.jsonl"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
