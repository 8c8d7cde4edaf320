package io.odsconnect.common.compare;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.value.TextForm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row for which a run has found something. {@code docs/reconciliation.md} describes its JSON.
 *
 * @param number which finding of its run it is, from 0
 * @param outcome what was found
 * @param key the row's key as text; null where its record could not be read
 * @param fields what differs; never a value
 * @param position the position of the row of the run; {@link ChangeEvent#NO_POSITION} where there is none
 * @param storedPosition the position that is stored; {@link ChangeEvent#NO_POSITION} where there is none
 * @param origin where the row's record stands; null for a row that only the store has
 * @param reason why the record could not be read, or why the finding is not certain; null else. Never a value
 */
record Finding(
        long number,
        RowOutcome outcome,
        @Nullable String key,
        List<String> fields,
        long position,
        long storedPosition,
        @Nullable Origin origin,
        @Nullable String reason) {

    /**
     * Returns the finding as JSON.
     *
     * @param head what is the same for all records of the run
     * @param digestsKey whether the key is replaced by its digest
     * @param repair the result of the repair, one of the names that the page lists; null if there is none so far
     */
    String toJson(Map<String, Object> head, boolean digestsKey, @Nullable String repair) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(head);
        json.put("number", number);
        json.put("outcome", outcome.toString());
        if (key != null) {
            json.put(digestsKey ? "key_sha256" : "key", digestsKey ? sha256(key) : key);
        }
        json.put("fields", fields);
        json.put("position", position == ChangeEvent.NO_POSITION ? null : position);
        json.put("stored_position", storedPosition == ChangeEvent.NO_POSITION ? null : storedPosition);
        if (origin != null) {
            json.put("kafka_topic", origin.topic());
            json.put("kafka_partition", origin.partition());
            json.put("kafka_offset", origin.offset());
        }
        json.put("reason", reason);
        json.put("repair", repair);
        return TextForm.json(json);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
