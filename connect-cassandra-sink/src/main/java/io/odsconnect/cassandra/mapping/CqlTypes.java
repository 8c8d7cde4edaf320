package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * The CQL type of a column that {@code auto.create} makes for a field: the narrowest that holds all its values. Debezium's
 * names of types are in its documentation, under "Data type mappings".
 */
final class CqlTypes {

    private static final Map<String, DataType> BY_NAME = Map.ofEntries(
            Map.entry(Decimal.LOGICAL_NAME, DataTypes.DECIMAL),
            Map.entry("io.debezium.data.VariableScaleDecimal", DataTypes.DECIMAL),
            Map.entry(Date.LOGICAL_NAME, DataTypes.DATE),
            Map.entry("io.debezium.time.Date", DataTypes.DATE),
            Map.entry("io.debezium.time.IsoDate", DataTypes.DATE),
            Map.entry(Time.LOGICAL_NAME, DataTypes.TIME),
            Map.entry("io.debezium.time.Time", DataTypes.TIME),
            Map.entry("io.debezium.time.MicroTime", DataTypes.TIME),
            Map.entry("io.debezium.time.NanoTime", DataTypes.TIME),
            Map.entry("io.debezium.time.IsoTime", DataTypes.TIME),
            Map.entry(Timestamp.LOGICAL_NAME, DataTypes.TIMESTAMP),
            Map.entry("io.debezium.time.Timestamp", DataTypes.TIMESTAMP),
            Map.entry("io.debezium.time.MicroTimestamp", DataTypes.TIMESTAMP),
            Map.entry("io.debezium.time.NanoTimestamp", DataTypes.TIMESTAMP),
            Map.entry("io.debezium.time.IsoTimestamp", DataTypes.TIMESTAMP),
            Map.entry("io.debezium.time.ZonedTimestamp", DataTypes.TIMESTAMP),
            Map.entry("io.debezium.data.Uuid", DataTypes.UUID));

    private CqlTypes() {}

    /** Returns the type for values of a schema. Collections are frozen, as keys and other collections need them. */
    static DataType of(Schema schema) {
        DataType named = schema.name() == null ? null : BY_NAME.get(schema.name());
        return named != null ? named : byType(schema);
    }

    private static DataType byType(Schema schema) {
        return switch (schema.type()) {
            case INT8 -> DataTypes.TINYINT;
            case INT16 -> DataTypes.SMALLINT;
            case INT32 -> DataTypes.INT;
            case INT64 -> DataTypes.BIGINT;
            case FLOAT32 -> DataTypes.FLOAT;
            case FLOAT64 -> DataTypes.DOUBLE;
            case BOOLEAN -> DataTypes.BOOLEAN;
            case BYTES -> DataTypes.BLOB;
            case ARRAY -> DataTypes.listOf(of(schema.valueSchema()), true);
            case MAP -> DataTypes.mapOf(of(schema.keySchema()), of(schema.valueSchema()), true);
            // A struct becomes JSON.
            case STRING, STRUCT -> DataTypes.TEXT;
        };
    }
}
