package io.odsconnect.smt.crypto;

import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of encrypted fields: a text, with the type that the field had in its parameters, so that decryption can
 * give that type back. A default value is left out: an encrypted field cannot have one.
 */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
final class EncryptedSchemas {

    private static final String PREFIX = "odsconnect.plain.";
    private static final String TYPE = PREFIX + "type";
    private static final String NAME = PREFIX + "name";
    private static final String VERSION = PREFIX + "version";
    private static final String PARAMETER = PREFIX + "parameter.";

    private EncryptedSchemas() {}

    /**
     * Returns the schema of the encrypted field.
     *
     * @throws DataException if values of this type cannot be encrypted; half a sentence
     */
    static Schema encrypted(Schema plain) {
        if (!plain.type().isPrimitive()) {
            throw new DataException("is of type " + plain.type() + ", and only single values can be encrypted");
        }
        SchemaBuilder text = SchemaBuilder.string().doc(plain.doc());
        text.parameter(TYPE, plain.type().name());
        if (plain.name() != null) {
            text.parameter(NAME, plain.name());
        }
        if (plain.version() != null) {
            text.parameter(VERSION, String.valueOf(plain.version()));
        }
        if (plain.parameters() != null) {
            plain.parameters().forEach((name, value) -> text.parameter(PARAMETER + name, value));
        }
        return plain.isOptional() ? text.optional().build() : text.build();
    }

    /**
     * Returns the schema that the field had; its present one if its parameters do not describe it, as after a converter that
     * loses them.
     *
     * @throws DataException if it is no text; half a sentence
     */
    static Schema plain(Schema encrypted) {
        if (encrypted.type() != Schema.Type.STRING) {
            throw new DataException("is of type " + encrypted.type() + ", and encrypted fields are texts");
        }
        Map<String, String> parameters = encrypted.parameters() == null ? Map.of() : encrypted.parameters();
        String type = parameters.get(TYPE);
        if (type == null) {
            return encrypted;
        }
        SchemaBuilder plain;
        try {
            plain = SchemaBuilder.type(Schema.Type.valueOf(type)).doc(encrypted.doc());
            String version = parameters.get(VERSION);
            if (version != null) {
                plain.version(Integer.valueOf(version));
            }
        } catch (IllegalArgumentException e) {
            throw new DataException("has a schema parameter " + TYPE + " or " + VERSION + " that makes no sense");
        }
        String name = parameters.get(NAME);
        if (name != null) {
            plain.name(name);
        }
        Map<String, String> own = new HashMap<>();
        parameters.forEach((parameter, value) -> {
            if (parameter.startsWith(PARAMETER)) {
                own.put(parameter.substring(PARAMETER.length()), value);
            } else if (!parameter.startsWith(PREFIX)) {
                own.put(parameter, value);
            }
        });
        if (!own.isEmpty()) {
            plain.parameters(own);
        }
        return encrypted.isOptional() ? plain.optional().build() : plain.build();
    }

    /** Returns the value as its {@link PlainForm} needs it: Connect's dates and times as the number they are built on. */
    static Object physical(@Nullable Schema schema, Object value) {
        if (schema == null || schema.name() == null || !(value instanceof Date date)) {
            return value;
        }
        return switch (schema.name()) {
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                org.apache.kafka.connect.data.Date.fromLogical(schema, date);
            case Time.LOGICAL_NAME -> Time.fromLogical(schema, date);
            case Timestamp.LOGICAL_NAME -> Timestamp.fromLogical(schema, date);
            default -> value;
        };
    }

    /**
     * Returns the value as its schema needs it.
     *
     * @param physical what the plain form stood for
     * @throws DataException if it is of another type than the schema; half a sentence
     */
    static Object logical(Schema plain, Object physical) {
        if (plain.type() == Schema.Type.STRING) {
            return PlainForm.text(physical);
        }
        boolean fits = switch (plain.type()) {
            case INT8 -> physical instanceof Byte;
            case INT16 -> physical instanceof Short;
            case INT32 -> physical instanceof Integer;
            case INT64 -> physical instanceof Long;
            case FLOAT32 -> physical instanceof Float;
            case FLOAT64 -> physical instanceof Double;
            case BOOLEAN -> physical instanceof Boolean;
            case BYTES ->
                Decimal.LOGICAL_NAME.equals(plain.name()) ? physical instanceof BigDecimal : physical instanceof byte[];
            default -> false;
        };
        if (!fits) {
            throw new DataException("holds a value of another type than its schema says it had");
        }
        if (plain.name() == null) {
            return physical;
        }
        return switch (plain.name()) {
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                org.apache.kafka.connect.data.Date.toLogical(plain, (Integer) physical);
            case Time.LOGICAL_NAME -> Time.toLogical(plain, (Integer) physical);
            case Timestamp.LOGICAL_NAME -> Timestamp.toLogical(plain, (Long) physical);
            default -> physical;
        };
    }
}
