package io.odsconnect.common.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditRecordTest {

    private static final Auditor AUDITOR = new Auditor(Auditor.Role.SINK, "redis-\"cards\"", "3");

    /** What docs/audit.md promises, letter by letter: others read it. */
    @Test
    void theFormIsTheOneThatIsDocumented() {
        AuditTally tally = new AuditTally();
        tally.add(Operation.UPDATE, AuditOutcome.APPLIED, 11, RowDigest.parse("crc32c:fffffffe"));
        tally.add(Operation.UPDATE, AuditOutcome.STALE, 7, RowDigest.parse("crc32c:00000003"));
        tally.add(Operation.DELETE, AuditOutcome.APPLIED, ChangeEvent.NO_POSITION, null);
        tally.add(null, AuditOutcome.REJECTED, ChangeEvent.NO_POSITION, null);
        AuditRecord record = new AuditRecord(AUDITOR, "ods.BANK.CARD", 2, 100, 103, tally, 1_795_262_400_123L);
        assertThat(record.key()).isEqualTo("redis-\"cards\"/ods.BANK.CARD/2");
        assertThat(record.toJson())
                .isEqualTo("{\"version\":1,\"role\":\"sink\",\"connector\":\"redis-\\\"cards\\\"\",\"task\":\"3\","
                        + "\"topic\":\"ods.BANK.CARD\",\"partition\":2,\"first_offset\":100,\"last_offset\":103,"
                        + "\"records\":4,\"counts\":{\"update\":{\"stale\":1,\"applied\":1},"
                        + "\"delete\":{\"applied\":1},\"none\":{\"rejected\":1}},"
                        + "\"digests\":{\"crc32c\":{\"records\":2,\"sum\":\"00000001\"}},"
                        + "\"lowest_position\":7,\"highest_position\":11,\"ts_ms\":1795262400123}");
    }

    @Test
    void aRangeOfNothingTellsItsOffsetsAndNothingElse() {
        AuditRecord record = new AuditRecord(AUDITOR, "t", 0, 5, 6, new AuditTally(), 0);
        assertThat(record.toJson())
                .contains("\"records\":0,\"counts\":{},\"digests\":{},\"lowest_position\":null,"
                        + "\"highest_position\":null");
    }

    @Test
    void hexAndBase64TellTheSameDigest() {
        assertThat(sumOf(List.of("sha-256:" + "ab".repeat(32)))).isEqualTo("ab".repeat(32));
        assertThat(sumOf(List.of("sha-256:q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=")))
                .isEqualTo("ab".repeat(32));
        assertThat(sumOf(List.of("crc32c:q6urqw=="))).isEqualTo("abababab");
    }

    @Test
    void whatIsNoDigestIsNotSummedUp() {
        for (String text : List.of("", "sha-256", "sha-256:", ":00", "sha-256:xyz", "sha-256:abc")) {
            assertThat(RowDigest.parse(text)).as(text).isNull();
        }
    }

    @Test
    void whateverStandsInHeadersAnAuditRecordStaysSmall() {
        AuditTally tally = new AuditTally();
        for (int i = 0; i < 10_000; i++) {
            tally.add(Operation.READ, AuditOutcome.APPLIED, 1, RowDigest.parse("made-up-" + i + ":00000001"));
        }
        tally.add(Operation.READ, AuditOutcome.APPLIED, 1, RowDigest.parse("x".repeat(33) + ":00"));
        tally.add(Operation.READ, AuditOutcome.APPLIED, 1, RowDigest.parse("\"}\n:00"));
        tally.add(Operation.READ, AuditOutcome.APPLIED, 1, RowDigest.parse("sha-1024:" + "00".repeat(128)));
        assertThat(tally.digests()).hasSize(8);
        assertThat(tally.records()).isEqualTo(10_003);
        assertThat(new AuditRecord(AUDITOR, "t", 0, 0, 10_002, tally, 0).toJson())
                .hasSizeLessThan(1000)
                .doesNotContain("sha-1024");
    }

    @Test
    void theSumDoesNotDependOnOrderOrCuts() {
        long seed = System.nanoTime();
        System.out.println("AuditRecordTest seed " + seed);
        Random random = new Random(seed);
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            digests.add("xxh3:%016x".formatted(random.nextLong()));
        }
        String whole = sumOf(digests);
        long ofCuts = 0;
        for (int from = 0; from < digests.size(); ) {
            int to = Math.min(digests.size(), from + 1 + random.nextInt(50));
            ofCuts += Long.parseUnsignedLong(String.valueOf(sumOf(digests.subList(from, to))), 16);
            from = to;
        }
        assertThat("%016x".formatted(ofCuts)).isEqualTo(whole);
        Collections.shuffle(digests, random);
        assertThat(sumOf(digests)).isEqualTo(whole);
    }

    private static @Nullable String sumOf(List<String> digests) {
        AuditTally tally = new AuditTally();
        digests.forEach(text -> tally.add(Operation.READ, AuditOutcome.APPLIED, 1, RowDigest.parse(text)));
        return tally.digestSum(digests.get(0).substring(0, digests.get(0).indexOf(':')));
    }
}
