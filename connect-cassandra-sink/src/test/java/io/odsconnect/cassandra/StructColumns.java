package io.odsconnect.cassandra;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Structs that are a user-defined type and a tuple in Cassandra. */
final class StructColumns {

    /** Of the type {@code address (street text, phones frozen<set<text>>)}. */
    static final Schema ADDRESS = SchemaBuilder.struct()
            .field("STREET", Schema.STRING_SCHEMA)
            .field(
                    "PHONES",
                    SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .optional()
            .build();

    /** Of a {@code tuple<int, double>}. */
    static final Schema POINT = SchemaBuilder.struct()
            .field("X", Schema.INT32_SCHEMA)
            .field("Y", Schema.FLOAT64_SCHEMA)
            .optional()
            .build();

    private StructColumns() {}
}
