package io.odsconnect.testbed.sink;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** The records of compare runs of a made-up table, as a source writes them by the protocol of compare runs. */
public final class CompareRun {

    private static final String RUN = "odsconnect.compare.run";
    private static final String END = "odsconnect.compare.end";

    private final SourceTable table;
    private final Map<Integer, Long> offsets = new HashMap<>();
    private String run = "";
    private long first;
    private long rows;

    /** Makes runs of a table; their records are on one topic, one run behind the other. */
    public CompareRun(SourceTable table) {
        this.table = table;
    }

    /** Returns the topic. */
    public String topic() {
        return table.topic() + ".compare";
    }

    /** Begins a run. */
    public void begin(String id, long firstPosition) {
        run = id;
        first = firstPosition;
        rows = 0;
    }

    /** Returns the record of a row that was read. */
    public SinkRecord row(long position, Struct found) {
        rows++;
        SinkRecord bulk = table.bulk(position, found);
        SinkRecord record = new SinkRecord(
                topic(),
                bulk.kafkaPartition(),
                bulk.keySchema(),
                bulk.key(),
                bulk.valueSchema(),
                bulk.value(),
                next(bulk.kafkaPartition()),
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME);
        record.headers().addString(RUN, run);
        return record;
    }

    /** Returns the marker of the table's end. */
    public SinkRecord end() {
        SinkRecord record = new SinkRecord(topic(), 0, null, null, null, null, next(0));
        record.headers().addString(RUN, run);
        record.headers()
                .addString(
                        END,
                        "{\"version\":1,\"schema\":\"BANK\",\"table\":\"CARD\",\"rows\":" + rows
                                + ",\"dropped\":0,\"firstPosition\":" + first + ",\"lastPosition\":" + first
                                + ",\"filtered\":false}");
        return record;
    }

    private long next(int partition) {
        return offsets.merge(partition, 1L, Long::sum) - 1;
    }
}
