package io.odsconnect.db2;

import io.odsconnect.db2.metrics.SourceMetrics;
import io.odsconnect.db2.snapshot.LoadScheduler;
import io.odsconnect.db2.snapshot.WakeUp;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what there is to read: the tables of the initial load first, then changes for ever, and beside them what is
 * loaded on demand. Loads and changes take turns where both have something, but nothing comes into an open unit of work.
 */
final class Db2Reader implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final LoadScheduler load;
    private final Signals signals;
    private final Notifications notifications;
    private final @Nullable Changes changesAfter;
    private final Beginning beginning;
    private final Heartbeats heartbeats;
    private final @Nullable SourceRecord first;
    private final Duration pollInterval;
    private final Attempts loadAttempts;
    private final Attempts changeAttempts;
    private final WakeUp wakeUp;
    private final SourceMetrics metrics;
    private @Nullable Changes changes;
    private boolean begun;
    private boolean changesHadTheirTurn;
    private int whole;

    /**
     * Reads {@code load}, then changes.
     *
     * @param load what to load; may have nothing yet
     * @param signals orders further loads
     * @param notifications what to tell of it
     * @param changesAfter the changes that are read once the initial load is done; null where none are wanted
     * @param beginning holds both back until it is stored where the changes begin
     * @param heartbeats when to send a heartbeat while nothing changes
     * @param first a record that goes before all others; null for none
     * @param pollInterval how long to wait after a look that found no changes
     * @param loadAttempts counts failures of the load
     * @param changeAttempts counts failures of the changes
     * @param wakeUp tells of rows that the load has ready
     * @param metrics is told when there are no more changes
     */
    Db2Reader(
            LoadScheduler load,
            Signals signals,
            Notifications notifications,
            @Nullable Changes changesAfter,
            Beginning beginning,
            Heartbeats heartbeats,
            @Nullable SourceRecord first,
            Duration pollInterval,
            Attempts loadAttempts,
            Attempts changeAttempts,
            WakeUp wakeUp,
            SourceMetrics metrics) {
        this.load = load;
        this.signals = signals;
        this.notifications = notifications;
        this.changesAfter = changesAfter;
        this.beginning = beginning;
        this.heartbeats = heartbeats;
        this.first = first;
        this.pollInterval = pollInterval;
        this.loadAttempts = loadAttempts;
        this.changeAttempts = changeAttempts;
        this.wakeUp = wakeUp;
        this.metrics = metrics;
    }

    /** Adds records to {@code batch}, about {@code max} at most; none where there is nothing new. Waits for nothing. */
    void read(List<SourceRecord> batch, int max) {
        whole = 0;
        if (!begun) {
            begun = true;
            if (first != null) {
                batch.add(first);
            }
            begin(batch);
            whole = batch.size();
            if (!batch.isEmpty()) {
                return;
            }
        }
        if (changesAfter instanceof CapturedChanges captured && beginning.isStored()) {
            captured.beginningsAreStored();
        }
        signals.work();
        if (changesHadTheirTurn) {
            readLoad(batch, max);
        }
        if (batch.isEmpty()) {
            readChanges(batch, max);
        }
        if (batch.isEmpty()) {
            readLoad(batch, max);
        }
    }

    /** Tells where the changes begin, before anything else: it must not be forgotten over a restart. */
    private void begin(List<SourceRecord> batch) {
        if (changesAfter instanceof CapturedChanges captured) {
            List<SourceRecord> beginnings = captured.beginnings(heartbeats);
            if (!beginnings.isEmpty()) {
                beginning.handedOver(beginnings);
                batch.addAll(beginnings);
            }
            whole = batch.size();
        }
    }

    /**
     * Returns how many records of the batch given to {@link #read} last may be visible without those that follow: a unit of
     * work is never split by it.
     */
    int whole() {
        return whole;
    }

    private void readLoad(List<SourceRecord> batch, int max) {
        changesHadTheirTurn = false;
        if (changes != null && changes.unitOpen()) {
            return;
        }
        if (!load.isIdle() && loadAttempts.due() && mayLoad()) {
            try {
                load.read(batch, max);
                if (!batch.isEmpty() || load.isIdle()) {
                    loadAttempts.succeeded();
                }
            } catch (SQLException e) {
                loadAttempts.failed(e);
            }
        }
        if (batch.isEmpty() && load.needsAnotherRecord()) {
            batch.add(heartbeats.beatOfNoStream());
        }
        notifications.drainTo(batch);
        whole = batch.size();
    }

    /** Says whether nothing of the streams has to be stored first that must not be forgotten, such as where they begin. */
    private boolean mayLoad() {
        boolean told = !(changesAfter instanceof CapturedChanges captured) || captured.allTold();
        return told && beginning.isStored();
    }

    private void readChanges(List<SourceRecord> batch, int max) {
        if (changesAfter == null || !changeAttempts.due() || (changes == null && !load.isFirstDone())) {
            return;
        }
        Changes open = changesAfter;
        changes = open;
        try {
            try {
                open.read(batch, max);
            } finally {
                whole = open.whole();
            }
            changeAttempts.succeeded();
            changesHadTheirTurn = !batch.isEmpty();
            if (batch.isEmpty() && beginning.isStored()) {
                metrics.caughtUp(pollInterval);
            }
            heartbeats.postpone(batch);
            if (!open.unitOpen()) {
                begin(batch);
                if (beginning.isStored()) {
                    // Else a later offset of the same place would hide the one that is waited for.
                    batch.addAll(open.heartbeats(heartbeats));
                }
                whole = batch.size();
            }
            if (batch.isEmpty()) {
                changeAttempts.rest(pollInterval);
            }
        } catch (SQLException e) {
            open.rewind();
            changeAttempts.failed(e);
        }
    }

    /** Waits, for a second at most, until there may be something to read. */
    void await() throws InterruptedException {
        Duration wait = LONGEST_WAIT;
        if (changes != null) {
            wait = shorter(wait, changeAttempts.untilDue());
        } else if (load.isFirstDone()) {
            wait = shorter(wait, pollInterval);
        }
        if (!load.isIdle() && !loadAttempts.due()) {
            wait = shorter(wait, loadAttempts.untilDue());
        }
        wakeUp.await(shorter(wait, beginning.untilDue()));
    }

    private static Duration shorter(Duration one, Duration two) {
        return one.compareTo(two) <= 0 ? one : two;
    }

    /**
     * Says that the worker has acknowledged a record with this offset. Any thread may call it.
     *
     * @param written whether it is in Kafka; where not, a transform has dropped it
     */
    void acknowledge(Map<String, ?> offset, boolean written) {
        load.acknowledge(offset, written);
        if (written) {
            beginning.written(offset);
        } else {
            beginning.dropped(offset);
        }
    }

    /** Ends all reading at once. */
    @Override
    public void close() {
        signals.close();
        load.close();
    }
}
