package io.odsconnect.smt.record;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;

/** Writes headers without touching those of the record that came in. */
public final class RecordHeaders {

    private RecordHeaders() {}

    /** Returns the record with one more header, in place of any of the same name. */
    public static <R extends ConnectRecord<R>> R with(R record, String name, Schema schema, Object value) {
        Headers headers = record.headers().duplicate();
        headers.remove(name);
        headers.add(name, value, schema);
        return with(record, headers);
    }

    /** Returns the record with these headers and no others. */
    public static <R extends ConnectRecord<R>> R with(R record, Headers headers) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }
}
