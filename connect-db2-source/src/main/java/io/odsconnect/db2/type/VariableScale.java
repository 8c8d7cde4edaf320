package io.odsconnect.db2.type;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * DECFLOAT as Debezium's {@code io.debezium.data.VariableScaleDecimal}: a struct of {@code scale} (INT32) and
 * {@code value} (the unscaled number, big-endian two's complement).
 */
final class VariableScale {

    private static final Schema SCHEMA = builder().build();
    private static final Schema OPTIONAL_SCHEMA = builder().optional().build();

    private VariableScale() {}

    static SchemaBuilder builder() {
        return SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .version(1)
                .doc("Variable scaled decimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA);
    }

    /** Reads {@code index}; NaN and Infinity, which no BigDecimal holds, are told apart by their letters. */
    static ColumnReader reader(boolean nullable) {
        Schema schema = nullable ? OPTIONAL_SCHEMA : SCHEMA;
        return (rows, index) -> read(rows, index, schema);
    }

    private static @Nullable Object read(ResultSet rows, int index, Schema schema) throws SQLException {
        @Nullable String text = rows.getString(index);
        if (text == null) {
            return null;
        }
        if (!isFinite(text)) {
            throw new UnreadableValueException(
                    "it is NaN or Infinity, for which decimal.handling.mode=precise has no form; string has");
        }
        BigDecimal value = new BigDecimal(text);
        return new Struct(schema)
                .put("scale", value.scale())
                .put("value", value.unscaledValue().toByteArray());
    }

    /** Returns the plain digits of what the driver may write with an exponent; NaN and Infinity as they are. */
    static String plain(String text) {
        return isFinite(text) ? new BigDecimal(text).toPlainString() : text;
    }

    private static boolean isFinite(String text) {
        return Character.isDigit(text.charAt(text.length() - 1));
    }
}
