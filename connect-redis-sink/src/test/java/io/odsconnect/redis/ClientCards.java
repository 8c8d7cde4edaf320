package io.odsconnect.redis;

import io.odsconnect.testbed.sink.SourceTable;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Cards of clients, whose keys in Redis may be made of columns that are not in the key of their records. */
public final class ClientCards {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("CARD_NO", Schema.INT32_SCHEMA)
            .field("CLIENT_ID", Schema.INT32_SCHEMA)
            .field("CREDIT", Schema.OPTIONAL_INT64_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private ClientCards() {}

    /** Returns a source of cards on a topic. */
    public static SourceTable on(String topic, int partitions) {
        return new SourceTable(topic, ROW, List.of("CARD_NO"), partitions);
    }

    /** Returns a card. */
    public static Struct card(int cardNo, int clientId, @Nullable Long credit, @Nullable String note) {
        return new Struct(ROW)
                .put("CARD_NO", cardNo)
                .put("CLIENT_ID", clientId)
                .put("CREDIT", credit)
                .put("NOTE", note);
    }
}
