package io.odsconnect.redis.mapping;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.Row;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns events into writes: which hash, and what is in it. Not safe for use by several threads. */
public final class RowMapper {

    private final TopicTemplates templates;
    private final String positionField;
    private final boolean keepNulls;
    private final Map<String, TopicMapping> topics = new HashMap<>();

    /**
     * Sets how rows are mapped.
     *
     * @param templates the keys
     * @param positionField the field that holds the position, which no column may be called; empty where there is none
     * @param keepNulls whether a null becomes an empty field; else it becomes none
     */
    public RowMapper(TopicTemplates templates, String positionField, boolean keepNulls) {
        this.templates = templates;
        this.positionField = positionField;
        this.keepNulls = keepNulls;
    }

    /**
     * Returns the writes for an event: one for its row, and before it a delete of the old key where the event changed
     * a field that is in the key. None for a tombstone that tells too little and comes after a delete that told all.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the topic has no template, or the record lacks a field of
     *     it
     */
    public List<RedisWrite> map(ChangeEvent event) {
        TopicMapping topic = topics.computeIfAbsent(event.topic(), this::topicMapping);
        if (event.isDelete()) {
            return delete(topic, event);
        }
        String key = topic.key(event);
        RedisWrite put = RedisWrite.put(key, event.position(), topic.fields(event.after()));
        String old = topic.template.ofBefore(event);
        return old == null || old.equals(key) ? List.of(put) : List.of(RedisWrite.delete(old, event.position()), put);
    }

    private static List<RedisWrite> delete(TopicMapping topic, ChangeEvent event) {
        try {
            return List.of(RedisWrite.delete(topic.key(event), event.position()));
        } catch (DataException e) {
            if (followsADelete(event)) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Says whether this is the tombstone that our source sends after each delete. It has the record's key only; where
     * the template needs more, the delete before it has done the work.
     */
    private static boolean followsADelete(ChangeEvent event) {
        return event.before() == null && event.headers().lastWithName(EnvelopeFields.POSITION_HEADER) != null;
    }

    private TopicMapping topicMapping(String topic) {
        return new TopicMapping(templates
                .forTopic(topic)
                .orElseThrow(() -> new BadRecordException("There is no template for the keys of topic " + topic
                        + ": set key.template." + topic + ", or key.template for all topics")));
    }

    /** What is the same for all rows of a topic. */
    private final class TopicMapping {

        private final Template template;
        private @Nullable HashFields fields;

        TopicMapping(Template template) {
            this.template = template;
        }

        String key(ChangeEvent event) {
            String key = template.of(event);
            if (key.startsWith(DeleteMarkers.PREFIX)) {
                throw new BadRecordException("The key from key.template " + template + " starts with "
                        + DeleteMarkers.PREFIX + ", as only the markers of deletes may: choose another template");
            }
            return key;
        }

        byte[][] fields(@Nullable Row row) {
            if (row == null) {
                throw new BadRecordException("The event has no row to write");
            }
            HashFields known = fields;
            if (known == null || !known.isFor(row.columns())) {
                known = new HashFields(row.columns(), positionField, keepNulls);
                fields = known;
            }
            byte[][] found = known.of(row);
            if (found.length == 0) {
                throw new BadRecordException(
                        "All columns are null, and Redis has no empty hash: set null.handling=empty to store such rows");
            }
            return found;
        }
    }
}
