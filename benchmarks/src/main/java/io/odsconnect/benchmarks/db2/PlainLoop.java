package io.odsconnect.benchmarks.db2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The least that any source must do: read each row through the driver, and make a record of it. */
final class PlainLoop {

    private static final Schema KEY =
            SchemaBuilder.struct().field("CARD_ID", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("CARD_ID", Schema.INT64_SCHEMA)
            .field("CLIENT_ID", Schema.INT64_SCHEMA)
            .field("ACCOUNT_NO", Schema.STRING_SCHEMA)
            .field("HOLDER", Schema.STRING_SCHEMA)
            .field("STREET", Schema.OPTIONAL_STRING_SCHEMA)
            .field("CITY", Schema.OPTIONAL_STRING_SCHEMA)
            .field("DAILY_LIMIT", Decimal.builder(2).optional().build())
            .field("STATUS", Schema.INT32_SCHEMA)
            .field("UPDATED", Timestamp.SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Field[] FIELDS = ROW.fields().toArray(Field[]::new);
    private static final Field KEY_FIELD = KEY.field("CARD_ID");
    private static final Map<String, String> PARTITION = Map.of("table", "CARD");
    private static final int BATCH = 2048;

    private PlainLoop() {}

    /** Reads {@code BENCH.<table>}, in the order of its key or in the database's own; returns how many rows it has. */
    static int read(Connection connection, String table, int fetchSize, boolean ordered) throws SQLException {
        int rows = 0;
        @Nullable SourceRecord[] batch = new SourceRecord[BATCH];
        try (PreparedStatement select = connection.prepareStatement("SELECT " + BenchTable.COLUMNS + " FROM "
                + BenchTable.SCHEMA + "." + table + (ordered ? " ORDER BY CARD_ID" : "") + " FOR READ ONLY")) {
            select.setFetchSize(fetchSize);
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    batch[rows % BATCH] = record(result);
                    rows++;
                }
            }
        }
        if (rows > 0 && batch[0] == null) {
            throw new IllegalStateException("No record was made");
        }
        return rows;
    }

    private static SourceRecord record(ResultSet result) throws SQLException {
        long id = result.getLong(1);
        Struct row = new Struct(ROW)
                .put(FIELDS[0], id)
                .put(FIELDS[1], result.getLong(2))
                .put(FIELDS[2], result.getString(3))
                .put(FIELDS[3], result.getString(4))
                .put(FIELDS[4], result.getString(5))
                .put(FIELDS[5], result.getString(6))
                .put(FIELDS[6], result.getBigDecimal(7))
                .put(FIELDS[7], result.getInt(8))
                .put(FIELDS[8], result.getTimestamp(9))
                .put(FIELDS[9], result.getString(10));
        Struct key = new Struct(KEY).put(KEY_FIELD, id);
        return new SourceRecord(PARTITION, Map.of("id", id), "bench", null, KEY, key, ROW, row);
    }
}
