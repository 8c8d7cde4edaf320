package io.odsconnect.benchmarks.smt;

import java.math.BigDecimal;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** A record of a card: ten fields, about 250 bytes as JSON. */
final class CardRecords {

    private static final Schema KEY = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Key")
            .field("CARD_NO", Schema.STRING_SCHEMA)
            .build();

    private static final Schema ROW = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Value")
            .version(1)
            .field("CARD_NO", Schema.STRING_SCHEMA)
            .field("CUSTOMER_ID", Schema.INT64_SCHEMA)
            .field("ACCOUNT_NO", Schema.STRING_SCHEMA)
            .field("HOLDER", Schema.OPTIONAL_STRING_SCHEMA)
            .field(
                    "EXPIRES",
                    SchemaBuilder.int32()
                            .name("io.debezium.time.Date")
                            .version(1)
                            .build())
            .field("DAILY_LIMIT", Decimal.builder(2).optional().build())
            .field("STATUS", Schema.INT16_SCHEMA)
            .field("PIN_TRIES", Schema.INT32_SCHEMA)
            .field(
                    "UPDATED_AT",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .version(1)
                            .build())
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private CardRecords() {}

    /** Returns the record. */
    static SourceRecord card() {
        Struct key = new Struct(KEY).put("CARD_NO", "4000001234567899");
        return new SourceRecord(null, null, "ods.BANK.CARD", null, KEY, key, ROW, row());
    }

    /** Returns its row. */
    static Struct row() {
        return new Struct(ROW)
                .put("CARD_NO", "4000001234567899")
                .put("CUSTOMER_ID", 1042L)
                .put("ACCOUNT_NO", "000000001042")
                .put("HOLDER", "Ada Lovelace")
                .put("EXPIRES", 21_000)
                .put("DAILY_LIMIT", new BigDecimal("2500.00"))
                .put("STATUS", (short) 1)
                .put("PIN_TRIES", 0)
                .put("UPDATED_AT", 1_795_264_496_789_012L)
                .put("NOTE", "replaced on request of the client");
    }
}
