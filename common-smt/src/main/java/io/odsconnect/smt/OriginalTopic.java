package io.odsconnect.smt;

import io.odsconnect.common.value.HeaderText;
import io.odsconnect.smt.record.RecordPart;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Gives a record the topic back that it had before it went to a dead-letter queue or to a topic for replay, so that the
 * sink maps it as it maps the others of that topic. The topic comes from a header.
 *
 * <p>The worker's dead-letter queue adds its headers behind those that a record has. A record that was refused twice
 * has each of them twice, and the first names the topic that it came from at first.
 */
public final class OriginalTopic<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Give a record the topic back that it had before it went to a dead-letter queue or to a topic for replay.";

    /** Option: the headers that can name the topic. */
    public static final String HEADERS = "headers";

    /** The header of {@code org.apache.kafka.connect.runtime.errors.DeadLetterQueueReporter}, since Kafka 2.0. */
    private static final String OF_DEAD_LETTERS = "__connect.errors.topic";

    /** The header of records that were produced for replay. */
    private static final String OF_REPLAY = "odsconnect.original.topic";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    HEADERS,
                    ConfigDef.Type.LIST,
                    List.of(OF_REPLAY, OF_DEAD_LETTERS),
                    ConfigDef.LambdaValidator.with(OriginalTopic::checkHeaders, () -> "names of headers"),
                    Importance.LOW,
                    "The headers that can name the original topic. The first of them that the record has counts; where it"
                            + " has it more than once, the first one.");

    /** Called by the worker. */
    public OriginalTopic() {
        super("OriginalTopic", RecordPart.VALUE, CONFIG_DEF, config -> {
            List<String> headers = config.getList(HEADERS);
            return record -> restored(record, headers);
        });
    }

    private static void checkHeaders(String name, @Nullable Object value) {
        if (!(value instanceof List<?> names)
                || names.isEmpty()
                || names.stream().anyMatch(header -> String.valueOf(header).isBlank())) {
            throw new ConfigException(name, value, "It needs at least one name, and none that is blank");
        }
    }

    private static <R extends ConnectRecord<R>> R restored(R record, List<String> headers) {
        return record.newRecord(
                topic(record, headers),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                record.headers());
    }

    private static String topic(ConnectRecord<?> record, List<String> names) {
        for (String name : names) {
            for (Header header : record.headers()) {
                if (header.key().equals(name)) {
                    return topic(header);
                }
            }
        }
        throw new DataException("It has none of the headers " + names
                + ", so the topic that it came from is unknown. Set errors.deadletterqueue.context.headers.enable=true on"
                + " the connector that writes dead letters, and apply this transform to dead letters only (predicate"
                + " TopicNameMatches)");
    }

    /** The value of a header is a text, or its bytes where the worker has a header converter that leaves them. */
    private static String topic(Header header) {
        Object value = header.value() instanceof byte[] bytes
                ? HeaderText.read(new String(bytes, StandardCharsets.UTF_8))
                : header.value() == null ? "" : HeaderText.read(header.value());
        if (!(value instanceof String topic) || topic.isBlank()) {
            throw new DataException("Its header " + header.key()
                    + " is no text, so it names no topic. Where the topic's name looks like a number or a date, set"
                    + " header.converter=org.apache.kafka.connect.storage.StringConverter on this connector");
        }
        return topic;
    }
}
