package io.odsconnect.redis.mapping;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.common.value.Row;
import io.odsconnect.redis.encoding.RowEncoder;
import io.odsconnect.redis.encoding.RowEncoding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Maps events to writes: keys and values. Not safe for use by several threads. */
public final class RowMapper {

    private final TopicTemplates templates;
    private final RowEncoding encoding;
    private final ExpiryRule expiry;
    private final @Nullable IndexRule index;
    private final LongSupplier clock;
    private final Map<String, TopicMapping> topics = new HashMap<>();

    /**
     * Sets how rows are mapped.
     *
     * @param templates the keys
     * @param encoding how a row becomes bytes
     * @param expiry when rows expire
     * @param index in which indexes rows are; null for none
     * @param clock the time in milliseconds since the epoch
     */
    public RowMapper(
            TopicTemplates templates,
            RowEncoding encoding,
            ExpiryRule expiry,
            @Nullable IndexRule index,
            LongSupplier clock) {
        this.templates = templates;
        this.encoding = encoding;
        this.expiry = expiry;
        this.index = index;
        this.clock = clock;
    }

    /**
     * Returns the writes for an event: one for its row; if the event changed a field that is in the key, a delete of the old
     * key before it. None for a tombstone that lacks fields of the key and repeats a delete.
     *
     * @throws DataException if the topic has no template, or the record lacks a field of it
     */
    public List<RedisWrite> map(ChangeEvent event) {
        TopicMapping topic = topics.computeIfAbsent(event.topic(), this::topicMapping);
        if (event.isDelete()) {
            return delete(topic, event);
        }
        String key = topic.key(event);
        RedisWrite put = put(topic, key, event);
        String old = event.before() == null ? null : topic.template.ofBefore(event);
        return old == null || old.equals(key) ? List.of(put) : List.of(RedisWrite.delete(old, event.position()), put);
    }

    /** Returns the templates of the keys. */
    public TopicTemplates templates() {
        return templates;
    }

    private RedisWrite put(TopicMapping topic, String key, ChangeEvent event) {
        Row row = event.after();
        if (row == null) {
            throw new BadRecordException("The event has no row to write");
        }
        Expiry goes = expiry.of(row);
        if (goes != null && goes.isOver(clock.getAsLong())) {
            // A delete leaves a marker that blocks older rows. An expired key would leave none.
            return RedisWrite.delete(key, event.position());
        }
        IndexEntry entry = index == null ? null : index.of(event, row);
        byte[][] value = topic.encoder.encode(row);
        ValueSize.checkValue(value, row, ValueSize.MOST_BYTES);
        return RedisWrite.put(key, event.position(), value, goes == null || goes.isNever() ? null : goes, entry);
    }

    private static List<RedisWrite> delete(TopicMapping topic, ChangeEvent event) {
        try {
            return List.of(RedisWrite.delete(topic.key(event), event.position()));
        } catch (DataException e) {
            if (event.repeatsDelete()) {
                return List.of();
            }
            throw e;
        }
    }

    private TopicMapping topicMapping(String topic) {
        Template template = templates
                .forTopic(topic)
                .orElseThrow(() -> new BadRecordException("There is no template for the keys of topic " + topic
                        + ": set key.template." + topic + ", or key.template for all topics"));
        return new TopicMapping(template, encoding.newEncoder());
    }

    /** What is the same for all rows of a topic. */
    private record TopicMapping(Template template, RowEncoder encoder) {

        String key(ChangeEvent event) {
            String key = template.of(event);
            if (key.startsWith(DeleteMarkers.PREFIX)) {
                throw new BadRecordException("The key from key.template " + template + " starts with "
                        + DeleteMarkers.PREFIX + ", as only the markers of deletes may: choose another template");
            }
            ValueSize.checkKey(key, ValueSize.MOST_BYTES);
            return key;
        }
    }
}
