package io.odsconnect.redis;

import io.odsconnect.common.event.EnvelopeFields;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Records about cards, as the source connector writes them: envelope with schema, and a key. */
public final class CardRecords {

    /** The topic of changes; bulk rows are in the one that continues its name. */
    public static final String CHANGES = "ods.BANK.CARD";

    public static final String BULK = CHANGES + ".bulk";

    private static final Schema KEY = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Key")
            .field("CARD_NO", Schema.INT32_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Value")
            .optional()
            .field("CARD_NO", Schema.INT32_SCHEMA)
            .field("CLIENT_ID", Schema.INT32_SCHEMA)
            .field("CREDIT", Schema.OPTIONAL_INT64_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field(EnvelopeFields.TS_US, Schema.INT64_SCHEMA)
            .field(EnvelopeFields.POSITION, Schema.INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Envelope")
            .field(EnvelopeFields.BEFORE, ROW)
            .field(EnvelopeFields.AFTER, ROW)
            .field(EnvelopeFields.OP, Schema.STRING_SCHEMA)
            .field(EnvelopeFields.SOURCE, SOURCE)
            .build();

    private CardRecords() {}

    /** A card. */
    public record Card(
            int cardNo,
            int clientId,
            @Nullable Long credit,
            @Nullable String note) {

        private Struct toStruct() {
            return new Struct(ROW)
                    .put("CARD_NO", cardNo)
                    .put("CLIENT_ID", clientId)
                    .put("CREDIT", credit)
                    .put("NOTE", note);
        }
    }

    /** Returns an event; {@code op} is r, c, u or d. */
    public static SinkRecord event(
            String topic,
            int partition,
            long offset,
            String op,
            @Nullable Card before,
            @Nullable Card after,
            long position) {
        Card card = after == null ? before : after;
        if (card == null) {
            throw new IllegalArgumentException("An event is about a card");
        }
        Struct source = new Struct(SOURCE).put(EnvelopeFields.TS_US, position).put(EnvelopeFields.POSITION, position);
        Struct value = new Struct(ENVELOPE)
                .put(EnvelopeFields.BEFORE, before == null ? null : before.toStruct())
                .put(EnvelopeFields.AFTER, after == null ? null : after.toStruct())
                .put(EnvelopeFields.OP, op)
                .put(EnvelopeFields.SOURCE, source);
        return new SinkRecord(topic, partition, KEY, key(card.cardNo), ENVELOPE, value, offset);
    }

    /** Returns the tombstone that the source sends after a delete. */
    public static SinkRecord tombstone(String topic, int partition, long offset, int cardNo, long position) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong(EnvelopeFields.POSITION_HEADER, position);
        return new SinkRecord(
                topic, partition, KEY, key(cardNo), null, null, offset, null, TimestampType.NO_TIMESTAMP_TYPE, headers);
    }

    private static Struct key(int cardNo) {
        return new Struct(KEY).put("CARD_NO", cardNo);
    }
}
