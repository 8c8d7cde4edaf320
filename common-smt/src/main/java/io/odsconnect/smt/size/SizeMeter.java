package io.odsconnect.smt.size;

import io.odsconnect.common.value.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** Tells how many bytes a converter makes of a key or value. */
public enum SizeMeter {
    /** JSON without schema, as Kafka's {@code JsonConverter} writes it with {@code schemas.enable=false}. */
    JSON {
        @Override
        long present(@Nullable Schema schema, Object value) {
            return JsonSize.of(schema, value);
        }
    },
    /**
     * Avro's binary form behind a magic byte and a schema id of four bytes, as converters with a schema registry write it.
     * Values without a schema are measured as {@link #JSON}.
     */
    AVRO {
        @Override
        long present(@Nullable Schema schema, Object value) {
            return schema == null ? JsonSize.of(null, value) : REGISTRY_BYTES + AvroSize.of(schema, value);
        }
    };

    private static final int REGISTRY_BYTES = 5;

    /** Returns the name that options have for it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns all titles. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(SizeMeter::title).toList();
    }

    /**
     * Returns how many bytes a key or value takes; 0 for null, which converters leave null.
     *
     * @param schema its schema; null without one
     */
    public long size(@Nullable Schema schema, @Nullable Object value) {
        return value == null ? 0 : present(schema, value);
    }

    /**
     * Returns how many bytes a record takes: key, value and headers, these with their names and with texts as they are.
     * What Kafka adds itself, about ten bytes a record and one or two a header, is not counted.
     */
    public long size(ConnectRecord<?> record) {
        long size = size(record.keySchema(), record.key()) + size(record.valueSchema(), record.value());
        for (Header header : record.headers()) {
            size += Utf8.length(header.key());
            Object value = header.value();
            size += value instanceof String text ? Utf8.length(text) : JSON.size(header.schema(), value);
        }
        return size;
    }

    abstract long present(@Nullable Schema schema, Object value);
}
