package io.odsconnect.testbed.sink.suite;

import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * A table that every store is tested with. How a store holds other types is a matter of its own tests.
 *
 * @param topic the topic of its changes; that of its bulk rows is {@code <topic>.bulk}
 * @param key the columns of its primary key
 * @param row its columns
 */
public record SuiteTable(String topic, List<String> key, Schema row) {

    /** A table with a key of one column. */
    public static final SuiteTable CARD = new SuiteTable(
            "ods.BANK.CARD",
            List.of("ID"),
            SchemaBuilder.struct()
                    .field("ID", Schema.INT64_SCHEMA)
                    .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("CREDIT", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("AMOUNT", Decimal.builder(2).optional().build())
                    .build());

    /** A table with a key of two columns. */
    public static final SuiteTable ENTRY = new SuiteTable(
            "ods.BANK.ENTRY",
            List.of("ACCOUNT", "SEQ"),
            SchemaBuilder.struct()
                    .field("ACCOUNT", Schema.INT32_SCHEMA)
                    .field("SEQ", Schema.INT32_SCHEMA)
                    .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
                    .build());

    /** A table whose rows go by themselves, as one of its columns says; for each kind of value there is one. */
    public static final SuiteTable TICKET = new SuiteTable(
            "ods.BANK.TICKET",
            List.of("ID"),
            SchemaBuilder.struct()
                    .field("ID", Schema.INT64_SCHEMA)
                    .field("NAME", Schema.STRING_SCHEMA)
                    .field("BY_INT", Schema.OPTIONAL_INT32_SCHEMA)
                    .field("BY_LONG", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("BY_DECIMAL", Decimal.builder(0).optional().build())
                    .field("BY_TIME", Timestamp.builder().optional().build())
                    .field("BY_DAY", Date.builder().optional().build())
                    .field("BY_TEXT", Schema.OPTIONAL_STRING_SCHEMA)
                    .build());

    /** Returns a source of the table's records, which spreads them over so many partitions. */
    SourceTable source(int partitions) {
        return new SourceTable(topic, row, key, partitions);
    }

    /** Returns what a row is found by: the columns of its key with colons between them. */
    String keyOf(Map<String, String> columns) {
        return key.stream().map(columns::get).collect(Collectors.joining(":"));
    }

    /** Returns the columns that are not null as texts. */
    Map<String, String> textOf(Struct struct) {
        Map<String, String> columns = new HashMap<>();
        for (Field field : row.fields()) {
            Object value = struct.get(field);
            if (value != null) {
                columns.put(field.name(), textOf(value));
            }
        }
        return columns;
    }

    /** Returns a column's value as text: numbers in plain decimal digits, decimals with all digits of their scale. */
    public static String textOf(Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
