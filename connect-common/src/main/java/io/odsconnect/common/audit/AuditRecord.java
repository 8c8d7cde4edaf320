package io.odsconnect.common.audit;

import io.odsconnect.common.value.TextForm;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the audit reports about a range of offsets. {@code docs/audit.md} describes its JSON, which others read: a name or a
 * meaning changes with {@link #VERSION} only.
 *
 * @param auditor the task that wrote it
 * @param topic the topic whose records were written or published
 * @param partition its partition
 * @param firstOffset the first offset of the range
 * @param lastOffset its last offset
 * @param tally what was added up over the range; it no longer changes
 * @param timeMillis when the range was acknowledged, in milliseconds since the epoch
 */
public record AuditRecord(
        Auditor auditor,
        String topic,
        int partition,
        long firstOffset,
        long lastOffset,
        AuditTally tally,
        long timeMillis) {

    /** The version of the form. */
    static final int VERSION = 1;

    /** Returns the key: records of a partition by one connector have the same, and so stay in their order. */
    String key() {
        return auditor.connector() + "/" + topic + "/" + partition;
    }

    /** Returns the record as JSON. */
    String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        json.put("role", auditor.role().title());
        json.put("connector", auditor.connector());
        json.put("task", auditor.task());
        json.put("topic", topic);
        json.put("partition", partition);
        json.put("first_offset", firstOffset);
        json.put("last_offset", lastOffset);
        json.put("records", tally.records());
        json.put("counts", tally.counts());
        json.put("digests", digests());
        json.put("lowest_position", tally.lowestPosition());
        json.put("highest_position", tally.highestPosition());
        json.put("ts_ms", timeMillis);
        return TextForm.json(json);
    }

    private Map<String, Map<String, Object>> digests() {
        Map<String, Map<String, Object>> digests = new LinkedHashMap<>();
        tally.digests().forEach((algorithm, sum) -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("records", sum.records());
            each.put("sum", sum.hex());
            digests.put(algorithm, each);
        });
        return digests;
    }
}
