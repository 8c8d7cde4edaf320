package io.odsconnect.common.audit;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up the counts and sums of an audit record. Not safe for use by several threads. */
public final class AuditTally {

    /** Whoever writes headers must not be able to make an audit record larger than a topic takes. */
    private static final int MAX_ALGORITHMS = 8;

    private final Map<Operation, Counts> byOperation = new EnumMap<>(Operation.class);
    private final Counts ofNone = new Counts();
    private final Map<String, DigestSum> digests = new TreeMap<>();
    private long records;
    private long lowest = Long.MAX_VALUE;
    private long highest = ChangeEvent.NO_POSITION;

    /** How many records of one operation came to which end. */
    private static final class Counts {

        private final Map<AuditOutcome, Long> byOutcome = new EnumMap<>(AuditOutcome.class);

        void add(AuditOutcome outcome) {
            byOutcome.merge(outcome, 1L, Long::sum);
        }

        Map<String, Long> byTitle() {
            Map<String, Long> byTitle = new LinkedHashMap<>();
            byOutcome.forEach((outcome, count) -> byTitle.put(outcome.title(), count));
            return byTitle;
        }
    }

    /**
     * Adds a record.
     *
     * @param operation the record's operation; null if it could not be read or is about no row
     * @param position its position, or {@link ChangeEvent#NO_POSITION}
     * @param digest the digest of its row; null when it carries none
     */
    public void add(@Nullable Operation operation, AuditOutcome outcome, long position, @Nullable RowDigest digest) {
        records++;
        Counts counts = operation == null ? ofNone : byOperation.computeIfAbsent(operation, unknown -> new Counts());
        counts.add(outcome);
        if (position != ChangeEvent.NO_POSITION) {
            lowest = Math.min(lowest, position);
            highest = Math.max(highest, position);
        }
        if (digest != null) {
            DigestSum sum = digests.get(digest.algorithm());
            if (sum == null && digests.size() < MAX_ALGORITHMS) {
                sum = new DigestSum(digest.length());
                digests.put(digest.algorithm(), sum);
            }
            if (sum != null && sum.length() == digest.length()) {
                sum.add(digest);
            }
        }
    }

    /** Returns how many records were added. */
    public long records() {
        return records;
    }

    /** Returns how many records of an operation (null for those of none) came to this end. */
    public long count(@Nullable Operation operation, AuditOutcome outcome) {
        Counts counts = operation == null ? ofNone : byOperation.get(operation);
        return counts == null ? 0 : counts.byOutcome.getOrDefault(outcome, 0L);
    }

    /** Returns the counts by the name of the operation ({@code none} for no operation) and that of the outcome. */
    Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> byTitle = new LinkedHashMap<>();
        byOperation.forEach(
                (operation, counts) -> byTitle.put(operation.name().toLowerCase(Locale.ROOT), counts.byTitle()));
        if (!ofNone.byOutcome.isEmpty()) {
            byTitle.put("none", ofNone.byTitle());
        }
        return byTitle;
    }

    /** Returns the sum of the digests of an algorithm in hex; null where there was none. */
    public @Nullable String digestSum(String algorithm) {
        DigestSum sum = digests.get(algorithm);
        return sum == null ? null : sum.hex();
    }

    /** Returns the sums of digests by the name of their algorithm. */
    Map<String, DigestSum> digests() {
        return digests;
    }

    /** Returns the lowest position; null when no record had one. */
    public @Nullable Long lowestPosition() {
        return highest == ChangeEvent.NO_POSITION ? null : lowest;
    }

    /** Returns the highest position; null when no record had one. */
    public @Nullable Long highestPosition() {
        return highest == ChangeEvent.NO_POSITION ? null : highest;
    }
}
