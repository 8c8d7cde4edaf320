package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.audit.RowDigest;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.event.RecordDecoder;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a record into what is to be written for it. Used by the worker's thread only, and not under the lock. */
final class RecordIntake<W extends StoreWrite> {

    private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);

    private final String connector;
    private final RecordDecoder decoder;
    private final boolean guard;
    private final Store<W> store;
    private final Assignment assignment;
    private final AuditTrail audit;
    private final SinkMetrics metrics;
    private final Set<String> topicsWithoutPositions = new HashSet<>();

    RecordIntake(
            String connector,
            RecordDecoder decoder,
            boolean guard,
            Store<W> store,
            Assignment assignment,
            AuditTrail audit,
            SinkMetrics metrics) {
        this.connector = connector;
        this.decoder = decoder;
        this.guard = guard;
        this.store = store;
        this.assignment = assignment;
        this.audit = audit;
        this.metrics = metrics;
    }

    /** Notes that partitions were assigned. */
    void assigned(Collection<TopicPartition> partitions) {
        decoder.assigned(partitions);
    }

    /**
     * Decodes and maps a record.
     *
     * @throws ConnectException if that fails in a way that is not the record's fault
     */
    MappedRecord<W> take(SinkRecord record) {
        Origin origin =
                new Origin(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
        PartitionProgress partition = partition(origin);
        RowDigest digest = audit.digest(record);
        ChangeEvent event = null;
        try {
            // A topics.regex may match the topics of compare runs: their rows are not for this sink.
            event = CompareRunHeader.of(record.headers()) == null ? decoder.decode(record) : null;
            List<W> writes = event == null ? List.of() : store.map(event);
            // If the store refuses such an event, the dead letter reports it.
            if (guard && event != null && !event.hasPosition()) {
                warnOfNoPosition(origin);
            }
            if (writes.isEmpty()) {
                metrics.count(event == null ? null : event.operation(), AuditOutcome.SKIPPED, 1);
            }
            return new MappedRecord<>(progress(partition, record, origin, event, digest, writes.size()), writes, null);
        } catch (DataException e) {
            // Open until its dead letter is written, as if that were its one write.
            return new MappedRecord<>(progress(partition, record, origin, event, digest, 1), List.of(), e);
        } catch (RuntimeException e) {
            throw new ConnectException(
                    "Connector " + connector + " cannot handle the record at " + origin
                            + ", and the record is not the cause: "
                            + e.getClass().getSimpleName() + ", see the cause",
                    e);
        }
    }

    /** Once a topic: mostly all of its events are alike. */
    private void warnOfNoPosition(Origin origin) {
        if (topicsWithoutPositions.add(origin.topic())) {
            LOG.warn(
                    "Connector {}: the event at {} has no position, though position.guard is true; others of its topic may"
                            + " have none either, and are not logged. It takes effect whatever the store holds for its"
                            + " row, which keeps the position that it has. Set position.from to where the events have"
                            + " one, or position.guard=false to have the last to arrive win",
                    connector,
                    origin);
        }
    }

    private PartitionProgress partition(Origin origin) {
        try {
            return assignment.of(origin);
        } catch (ConnectException e) {
            throw new ConnectException("Connector " + connector + ": " + e.getMessage());
        }
    }

    private static RecordProgress progress(
            PartitionProgress partition,
            SinkRecord record,
            Origin origin,
            @Nullable ChangeEvent event,
            @Nullable RowDigest digest,
            int open) {
        return event == null
                ? new RecordProgress(
                        partition, record, origin, null, ChangeEvent.NO_TIME, ChangeEvent.NO_POSITION, digest, open)
                : new RecordProgress(
                        partition,
                        record,
                        origin,
                        event.operation(),
                        event.committedMicros(),
                        event.position(),
                        digest,
                        open);
    }
}
