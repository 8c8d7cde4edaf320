package io.odsconnect.benchmarks;

import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Change records of ten fields and about 250 bytes, of which some delete; the same seed gives the same ones. */
public final class Workload {

    private static final long SEED = 42;
    private static final long FIRST_POSITION = 1_750_000_000_000_000L;
    private static final Schema ROW = SchemaBuilder.struct()
            .field("CARD_NO", Schema.STRING_SCHEMA)
            .field("CLIENT_ID", Schema.INT64_SCHEMA)
            .field("ACCOUNT_NO", Schema.STRING_SCHEMA)
            .field("HOLDER", Schema.STRING_SCHEMA)
            .field("STREET", Schema.STRING_SCHEMA)
            .field("CITY", Schema.STRING_SCHEMA)
            .field("DAILY_LIMIT", Decimal.schema(2))
            .field("STATUS", Schema.INT32_SCHEMA)
            .field("PIN_TRIES", Schema.INT32_SCHEMA)
            .field("NOTE", Schema.STRING_SCHEMA)
            .build();

    private Workload() {}

    /** Returns so many changes of so many rows; one in {@code deleteEvery} deletes. */
    public static List<SinkRecord> records(int changes, int rows, int deleteEvery) {
        SourceTable table = new SourceTable("ods.BANK.CARD", ROW, List.of("CARD_NO"));
        Random random = new Random(SEED);
        List<SinkRecord> records = new ArrayList<>(changes);
        for (int i = 0; i < changes; i++) {
            int row = random.nextInt(rows);
            Struct image = table.row(
                    "CARD_NO", String.valueOf(4_000_000_000_000_000L + row),
                    "CLIENT_ID", (long) row / 3,
                    "ACCOUNT_NO", String.valueOf(100_000_000_000L + row),
                    "HOLDER", "Holder of card " + row,
                    "STREET", "Some street of a usual length " + random.nextInt(1_000),
                    "CITY", "A city with a name " + random.nextInt(100),
                    "DAILY_LIMIT", BigDecimal.valueOf(random.nextInt(1_000_000), 2),
                    "STATUS", random.nextInt(5),
                    "PIN_TRIES", random.nextInt(3),
                    "NOTE", "x".repeat(60));
            long position = FIRST_POSITION + i;
            records.add(random.nextInt(deleteEvery) == 0 ? table.delete(position, image) : table.add(position, image));
        }
        return records;
    }

    /** Returns the rows that are left after all changes, by the key; null where the last change deletes. */
    public static Map<String, @Nullable Struct> rowsAfter(List<SinkRecord> records) {
        Map<String, @Nullable Struct> rows = new HashMap<>();
        for (SinkRecord record : records) {
            rows.put(key(record), row(record));
        }
        return rows;
    }

    /** Returns the key of a change. */
    public static String key(SinkRecord record) {
        return ((Struct) record.key()).getString("CARD_NO");
    }

    /** Returns the row that a change leaves; null if it deletes. */
    public static @Nullable Struct row(SinkRecord record) {
        return ((Struct) record.value()).getStruct("after");
    }

    /** Returns the position of a change. */
    public static long position(SinkRecord record) {
        return ((Struct) record.value()).getStruct("source").getInt64("position");
    }
}
