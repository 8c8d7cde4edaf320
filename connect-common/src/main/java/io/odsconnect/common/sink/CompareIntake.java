package io.odsconnect.common.sink;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.DeletesSeen;
import io.odsconnect.common.compare.RunRow;
import io.odsconnect.common.compare.TableRun;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.event.RecordDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Turns records into rows of runs, and changes into deletes to be remembered. Used by the worker's thread only. */
final class CompareIntake<W extends StoreWrite> {

    private final String connector;
    private final Store<W> store;
    private final Comparer<W> comparer;
    private final RecordDecoder decoder;
    private final String suffix;

    CompareIntake(String connector, Store<W> store, Comparer<W> comparer, RecordDecoder decoder, String suffix) {
        this.connector = connector;
        this.store = store;
        this.comparer = comparer;
        this.decoder = decoder;
        this.suffix = suffix;
    }

    RecordDecoder decoder() {
        return decoder;
    }

    /** Says whether records of a topic are of runs; else they are changes. */
    boolean isCompareTopic(String originalTopic) {
        return originalTopic.endsWith(suffix);
    }

    /** Returns the topic of a table's changes. */
    String changeTopic(String compareTopic) {
        return withoutSuffix(compareTopic);
    }

    /** Returns the topic by which the store finds the table of a record of a run. */
    String mappedTopic(SinkRecord record) {
        return withoutSuffix(record.topic());
    }

    /** Returns what a row changes in its run; maps the row, which must not be done under the lock. */
    RunUpdate<W> row(SinkRecord record) {
        Origin origin = origin(record);
        try {
            ChangeEvent event = decoder.decode(record.newRecord(
                    mappedTopic(record),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    record.valueSchema(),
                    record.value(),
                    record.timestamp(),
                    record.headers()));
            List<W> writes = event == null ? List.of() : store.map(event);
            if (event == null || writes.isEmpty()) {
                return (run, now) -> run.skipped(now);
            }
            if (!event.hasPosition()) {
                String why =
                        "It has no position, without which a change that is on its way cannot be distinguished from a"
                                + " difference: see position.from.";
                return (run, now) -> run.unreadable(origin, why, now);
            }
            return rows(record, origin, writes);
        } catch (DataException e) {
            return (run, now) -> run.unreadable(origin, String.valueOf(e.getMessage()), now);
        } catch (RuntimeException e) {
            throw failed(origin, e);
        }
    }

    private RunUpdate<W> rows(SinkRecord record, Origin origin, List<W> writes) {
        List<RunRow<W>> rows = new ArrayList<>(writes.size());
        for (W write : writes) {
            Long written = record.timestamp();
            rows.add(new RunRow<>(
                    write,
                    write.position(),
                    write.sizeInBytes(),
                    write.isDelete(),
                    origin,
                    written == null ? TimeUnit.MICROSECONDS.toMillis(write.position()) : written));
        }
        return (run, now) -> rows.forEach(row -> run.row(row, now));
    }

    /** Returns the deletes of a change. */
    List<W> deletes(SinkRecord record) {
        try {
            ChangeEvent event = decoder.decode(record);
            return event == null
                    ? List.of()
                    : store.map(event).stream().filter(StoreWrite::isDelete).toList();
        } catch (DataException e) {
            // Who writes the changes to the store reports it.
            return List.of();
        } catch (RuntimeException e) {
            throw failed(origin(record), e);
        }
    }

    /** Notes the deletes of a change, under the lock. */
    void note(SinkRecord record, List<W> deleted, DeletesSeen deletes) {
        Long written = record.timestamp();
        if (written != null) {
            deletes.reached(record.originalKafkaPartition(), written);
        }
        for (W each : deleted) {
            deletes.add(comparer.identity(each), each.position());
        }
    }

    private ConnectException failed(Origin origin, RuntimeException e) {
        return new ConnectException(
                "Connector " + connector + " cannot handle the record at " + origin
                        + ", and the record is not the cause: "
                        + e.getClass().getSimpleName() + ", see the cause",
                e);
    }

    static Origin origin(SinkRecord record) {
        return new Origin(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
    }

    private String withoutSuffix(String topic) {
        return topic.endsWith(suffix) ? topic.substring(0, topic.length() - suffix.length()) : topic;
    }

    /** What a record changes in a run, under the lock. */
    interface RunUpdate<W> {

        void to(TableRun<W> run, long nowNanos);
    }
}
