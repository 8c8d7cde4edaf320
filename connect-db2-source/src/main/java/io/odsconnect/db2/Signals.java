package io.odsconnect.db2;

import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.signal.KafkaSignals;
import io.odsconnect.db2.signal.MalformedSignalException;
import io.odsconnect.db2.signal.Signal;
import io.odsconnect.db2.signal.SignalParser;
import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.snapshot.LoadOrder;
import io.odsconnect.db2.snapshot.LoadScheduler;
import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries signals out, from the signal topic and the signal table. */
final class Signals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Db2SourceConfig config;
    private final LoadScheduler loads;
    private final TaskTables tables;
    private final Notifications notifications;
    private final @Nullable KafkaSignals kafka;
    private final SignalParser parser = new SignalParser();
    private final Map<KafkaSignals.Message, String> carriedOut = new HashMap<>();

    /** Takes signals from {@code kafka}, if any, and what {@link #row} is given. */
    Signals(
            Db2SourceConfig config,
            LoadScheduler loads,
            TaskTables tables,
            Notifications notifications,
            @Nullable KafkaSignals kafka) {
        this.config = config;
        this.loads = loads;
        this.tables = tables;
        this.notifications = notifications;
        this.kafka = kafka;
    }

    /** Carries out what has arrived, and says what is done. */
    void work() {
        if (kafka == null) {
            return;
        }
        KafkaSignals.@Nullable Message message = kafka.poll();
        while (message != null) {
            try {
                Signal signal = parser.message(message.value(), message.name());
                carryOut(signal, false);
                carriedOut.put(message, signal.id());
            } catch (MalformedSignalException e) {
                refuse(e);
                kafka.done(message);
            }
            message = kafka.poll();
        }
        for (Iterator<Map.Entry<KafkaSignals.Message, String>> all =
                        carriedOut.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<KafkaSignals.Message, String> next = all.next();
            if (!loads.has(order -> order.id().equals(next.getValue()))) {
                kafka.done(next.getKey());
                all.remove();
            }
        }
    }

    /** Carries out a row of the signal table; its first three columns are id, type and data. */
    void row(Struct row) {
        List<Field> fields = row.schema().fields();
        String id = text(row, fields, 0);
        try {
            carryOut(
                    parser.row(id, text(row, fields, 1).strip(), fields.size() < 3 ? null : text(row, fields, 2)),
                    true);
        } catch (MalformedSignalException e) {
            refuse(e);
        }
    }

    private static String text(Struct row, List<Field> fields, int index) {
        @Nullable Object value = index < fields.size() ? row.get(fields.get(index)) : null;
        return value == null ? "" : value.toString();
    }

    private void refuse(MalformedSignalException e) {
        LOG.error("Signal {} is ignored: {}", e.id(), e.getMessage());
        notifications.refused(e.id(), String.valueOf(e.getMessage()));
    }

    private void carryOut(Signal signal, boolean fromTable) throws MalformedSignalException {
        LOG.info("Signal {}: {}", signal.id(), signal.type().code());
        switch (signal.type()) {
            case EXECUTE_SNAPSHOT -> execute(signal, fromTable);
            case STOP_SNAPSHOT -> {
                int stopped = loads.stop(order -> order.cause() != LoadCause.STREAM
                        && signal.purpose().concerns(order.cause())
                        && (signal.tables().isEmpty() || signal.names(order.table())));
                LOG.info("Signal {} has stopped the loads of {} tables", signal.id(), stopped);
            }
            case PAUSE_SNAPSHOT -> loads.pause();
            case RESUME_SNAPSHOT -> loads.resume();
        }
    }

    private void execute(Signal signal, boolean fromTable) {
        List<TableEvents> named = tables.matching(table -> signal.names(table) && !isSignalTable(table));
        if (named.isEmpty()) {
            LOG.error("Signal {} is ignored: data-collections names no table that this connector reads", signal.id());
            notifications.refused(signal.id(), "data-collections names no table that this connector reads");
        }
        for (TableEvents events : named) {
            TableId table = events.table();
            LoadCause cause = signal.purpose() == Signal.Purpose.COMPARE ? LoadCause.COMPARE : LoadCause.SIGNAL;
            String filter = signal.filter(table, config.bulkLoadFilter(table.toString()));
            LoadOrder order = new LoadOrder(signal.id(), cause, table, filter);
            if (loads.has(other -> other.isTwin(order))) {
                LOG.info("Signal {} for table {} is being carried out already", signal.id(), table);
            } else {
                loads.submit(order, events, fromTable);
            }
        }
    }

    /** Says whether this is the signal table. */
    boolean isSignalTable(TableId table) {
        return table.toString().equals(config.signalTable());
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
    }
}
