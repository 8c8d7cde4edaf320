package io.odsconnect.smt.record;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transform is for: its subclasses {@code Key} and {@code Value} differ in that alone. */
public enum RecordPart {
    /** The key. */
    KEY,
    /** The value. */
    VALUE;

    /** Returns the word for it in messages and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the part's schema; null without one. */
    public @Nullable Schema schema(ConnectRecord<?> record) {
        return this == KEY ? record.keySchema() : record.valueSchema();
    }

    /** Returns what stands in the part; null when it is null. */
    public @Nullable Object value(ConnectRecord<?> record) {
        return this == KEY ? record.key() : record.value();
    }

    /**
     * Returns the record with the rows of this part edited; those of the {@link KeyHeaders} too where it is the key. The
     * record itself where it does not have the part.
     *
     * @throws org.apache.kafka.connect.errors.DataException if they cannot be edited
     */
    public <R extends ConnectRecord<R>> R edit(R record, RowEditor editor) {
        Object value = value(record);
        if (value == null) {
            return record;
        }
        SchemaAndValue edited = editor.edit(schema(record), value);
        return with(record, edited, editKeys(record.headers(), key -> editor.edit(key.schema(), key.value())));
    }

    /**
     * Returns the headers with the keys in them edited where this is the key; else the same.
     *
     * @param edit as in {@link KeyHeaders#edit}
     */
    public Headers editKeys(Headers headers, UnaryOperator<@Nullable SchemaAndValue> edit) {
        return this == KEY ? KeyHeaders.edit(headers, edit) : headers;
    }

    /** Returns a record that has this for the part, and all else of {@code record}. */
    public <R extends ConnectRecord<R>> R with(R record, SchemaAndValue part) {
        return with(record, part, record.headers());
    }

    /** Returns a record that has this for the part, these headers, and all else of {@code record}. */
    public <R extends ConnectRecord<R>> R with(R record, SchemaAndValue part, Headers headers) {
        boolean key = this == KEY;
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                key ? part.schema() : record.keySchema(),
                key ? part.value() : record.key(),
                key ? record.valueSchema() : part.schema(),
                key ? record.value() : part.value(),
                record.timestamp(),
                headers);
    }
}
