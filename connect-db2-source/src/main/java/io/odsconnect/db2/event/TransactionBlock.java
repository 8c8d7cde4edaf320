package io.odsconnect.db2.event;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Transactions in Debezium's form: the block {@code transaction} of an event, and the BEGIN and END events of their own
 * topic. See Debezium's documentation of {@code provide.transaction.metadata}.
 */
public final class TransactionBlock {

    private static final String ID = "id";
    private static final String STATUS = "status";
    private static final String EVENT_COUNT = "event_count";
    private static final String DATA_COLLECTIONS = "data_collections";
    private static final String DATA_COLLECTION = "data_collection";
    private static final String TS_MS = "ts_ms";
    private static final String TOTAL_ORDER = "total_order";
    private static final String DATA_COLLECTION_ORDER = "data_collection_order";

    /** The block of an event. */
    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("event.block")
            .version(1)
            .field(ID, Schema.STRING_SCHEMA)
            .field(TOTAL_ORDER, Schema.INT64_SCHEMA)
            .field(DATA_COLLECTION_ORDER, Schema.INT64_SCHEMA)
            .optional()
            .build();

    private static final Schema KEY = SchemaBuilder.struct()
            .name("io.debezium.connector.common.TransactionMetadataKey")
            .version(1)
            .field(ID, Schema.STRING_SCHEMA)
            .build();

    private static final Schema COLLECTION = SchemaBuilder.struct()
            .name("event.collection")
            .version(1)
            .field(DATA_COLLECTION, Schema.STRING_SCHEMA)
            .field(EVENT_COUNT, Schema.INT64_SCHEMA)
            .build();

    private static final Schema VALUE = SchemaBuilder.struct()
            .name("io.debezium.connector.common.TransactionMetadataValue")
            .version(1)
            .field(STATUS, Schema.STRING_SCHEMA)
            .field(ID, Schema.STRING_SCHEMA)
            .field(EVENT_COUNT, Schema.OPTIONAL_INT64_SCHEMA)
            .field(DATA_COLLECTIONS, SchemaBuilder.array(COLLECTION).optional().build())
            .field(TS_MS, Schema.INT64_SCHEMA)
            .build();

    private TransactionBlock() {}

    /**
     * Returns the block of an event.
     *
     * @param id the transaction
     * @param totalOrder its place among all the transaction's events, from 1
     * @param tableOrder its place among those of its table, from 1
     */
    public static Struct of(String id, long totalOrder, long tableOrder) {
        return new Struct(SCHEMA).put(ID, id).put(TOTAL_ORDER, totalOrder).put(DATA_COLLECTION_ORDER, tableOrder);
    }

    /** Returns the key of the events of transaction {@code id}. */
    public static Struct key(String id) {
        return new Struct(KEY).put(ID, id);
    }

    /** Returns the event that opens a transaction, which was committed at {@code micros} since the epoch. */
    public static Struct begin(String id, long micros) {
        return value("BEGIN", id, micros);
    }

    /**
     * Returns the event that closes a transaction.
     *
     * @param id the transaction
     * @param micros when it was committed, in microseconds since the epoch
     * @param events how many events it had
     * @param byTable how many of them each table had
     */
    public static Struct end(String id, long micros, long events, List<Map.Entry<String, Long>> byTable) {
        List<Struct> collections = byTable.stream()
                .map(table -> new Struct(COLLECTION)
                        .put(DATA_COLLECTION, table.getKey())
                        .put(EVENT_COUNT, table.getValue()))
                .toList();
        return value("END", id, micros).put(EVENT_COUNT, events).put(DATA_COLLECTIONS, collections);
    }

    private static Struct value(String status, String id, long micros) {
        return new Struct(VALUE).put(STATUS, status).put(ID, id).put(TS_MS, Math.floorDiv(micros, 1000L));
    }
}
