package io.odsconnect.smt.digest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Builds the rows of the test vectors: structs from types and wire values, maps from plain JSON. */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
final class VectorRow {

    private VectorRow() {}

    static SchemaAndValue read(JsonNode row) {
        return row.has("map")
                ? new SchemaAndValue(null, new ObjectMapper().convertValue(row.get("map"), Map.class))
                : struct(row.get("struct"));
    }

    private static SchemaAndValue struct(JsonNode fields) {
        SchemaBuilder builder = SchemaBuilder.struct();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            SchemaAndValue read =
                    typed(field.getValue().get(0).textValue(), field.getValue().get(1));
            builder.field(field.getKey(), read.schema());
            values.put(field.getKey(), read.value());
        }
        Struct struct = new Struct(builder.optional().build());
        values.forEach(struct::put);
        return new SchemaAndValue(struct.schema(), struct);
    }

    private static SchemaAndValue typed(String type, JsonNode value) {
        if (type.equals("struct")) {
            return struct(value);
        }
        if (type.startsWith("array:")) {
            String element = type.substring("array:".length());
            List<@Nullable Object> list = new ArrayList<>();
            value.forEach(each -> list.add(typed(element, each).value()));
            return new SchemaAndValue(
                    SchemaBuilder.array(schema(element)).optional().build(), list);
        }
        if (type.startsWith("map:")) {
            String entry = type.substring("map:".length());
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            value.properties()
                    .forEach(each ->
                            map.put(each.getKey(), typed(entry, each.getValue()).value()));
            return new SchemaAndValue(
                    SchemaBuilder.map(Schema.STRING_SCHEMA, schema(entry))
                            .optional()
                            .build(),
                    map);
        }
        Schema schema = type.equals(Decimal.LOGICAL_NAME) && !value.isNull()
                ? Decimal.builder(new BigDecimal(value.textValue()).scale())
                        .optional()
                        .build()
                : schema(type);
        return new SchemaAndValue(schema, value.isNull() ? null : value(schema, value));
    }

    private static Schema schema(String type) {
        Schema.Type base = switch (type) {
            case "io.debezium.time.Date",
                    "io.debezium.time.Time",
                    org.apache.kafka.connect.data.Date.LOGICAL_NAME,
                    Time.LOGICAL_NAME -> Schema.Type.INT32;
            case "io.debezium.time.MicroTime",
                    "io.debezium.time.NanoTime",
                    "io.debezium.time.Timestamp",
                    "io.debezium.time.MicroTimestamp",
                    "io.debezium.time.NanoTimestamp",
                    Timestamp.LOGICAL_NAME -> Schema.Type.INT64;
            case "io.debezium.time.ZonedTimestamp" -> Schema.Type.STRING;
            default -> Schema.Type.valueOf(type.toUpperCase(Locale.ROOT));
        };
        SchemaBuilder builder = SchemaBuilder.type(base).optional();
        return (type.contains(".") ? builder.name(type).version(1) : builder).build();
    }

    private static Object value(Schema schema, JsonNode value) {
        if (schema.name() != null && schema.name().startsWith("org.apache.kafka")) {
            return logical(schema.name(), value);
        }
        return switch (schema.type()) {
            case INT8 -> (byte) value.intValue();
            case INT16 -> value.shortValue();
            case INT32 -> value.intValue();
            case INT64 -> value.longValue();
            case FLOAT32 -> value.isTextual() ? Float.valueOf(value.textValue()) : (Object) value.floatValue();
            case FLOAT64 -> value.isTextual() ? Double.valueOf(value.textValue()) : (Object) value.doubleValue();
            case BOOLEAN -> value.booleanValue();
            case STRING -> value.textValue();
            case BYTES -> HexFormat.of().parseHex(value.textValue());
            default -> throw new IllegalArgumentException("No vector has a " + schema.type());
        };
    }

    private static Object logical(String name, JsonNode value) {
        return switch (name) {
            case Decimal.LOGICAL_NAME -> new BigDecimal(value.textValue());
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                Date.from(LocalDate.ofEpochDay(value.longValue())
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
            case Time.LOGICAL_NAME, Timestamp.LOGICAL_NAME -> Date.from(Instant.ofEpochMilli(value.longValue()));
            default -> throw new IllegalArgumentException("No vector has a " + name);
        };
    }
}
