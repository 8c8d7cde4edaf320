package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.event.RecordDecoder;
import io.odsconnect.common.sink.SinkMetrics.Result;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Turns a record into what is to be written for it. Used by the worker's thread only, and not under the lock. */
final class Intake<W extends StoreWrite> {

    private final String connector;
    private final RecordDecoder decoder;
    private final Store<W> store;
    private final Assignment assignment;
    private final SinkMetrics metrics;

    Intake(String connector, RecordDecoder decoder, Store<W> store, Assignment assignment, SinkMetrics metrics) {
        this.connector = connector;
        this.decoder = decoder;
        this.store = store;
        this.assignment = assignment;
        this.metrics = metrics;
    }

    /**
     * Decodes and maps a record.
     *
     * @throws ConnectException if that fails in a way that is not the record's fault
     */
    Arrival<W> take(SinkRecord record) {
        Origin origin =
                new Origin(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
        PartitionProgress partition = assignment.of(origin);
        Operation operation = null;
        try {
            ChangeEvent event = decoder.decode(record);
            List<W> writes = List.of();
            long committed = ChangeEvent.NO_TIME;
            if (event != null) {
                operation = event.operation();
                committed = event.committedMicros();
                writes = store.map(event);
            }
            if (writes.isEmpty()) {
                metrics.count(operation, Result.SKIPPED, 1);
            }
            return new Arrival<>(
                    new Ticket(partition, record, origin, operation, committed, writes.size()), writes, null);
        } catch (DataException e) {
            // Open until its dead letter is written, as if that were its one write.
            return new Arrival<>(
                    new Ticket(partition, record, origin, operation, ChangeEvent.NO_TIME, 1), List.of(), e);
        } catch (RuntimeException e) {
            throw new ConnectException(
                    "Connector " + connector + " cannot handle the record at " + origin
                            + ", and it is not the record that is wrong: "
                            + e.getClass().getSimpleName() + ", see the cause",
                    e);
        }
    }
}
