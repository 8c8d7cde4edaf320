package io.odsconnect.db2.snapshot;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.db2.event.TableEvents;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What the load of a table counts where it is read to be compared, and the marker at its end that tells it. Belongs to the
 * thread that polls, but for {@link #dropped} and {@link #progress}.
 */
final class CompareRun {

    private final LoadOrder order;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unreadableBefore = new AtomicLong();
    private volatile long firstPosition;
    private volatile long lastPosition;
    private volatile ReadTally reading = new ReadTally();
    private volatile String finished;

    /** Goes on after {@code before}. */
    CompareRun(LoadOrder order, RunProgress before) {
        this.order = order;
        this.firstPosition = before.firstPosition();
        this.lastPosition = before.lastPosition();
        this.finished = before.finished();
        dropped.set(before.dropped());
        unreadableBefore.set(before.unreadable());
    }

    /** Takes note of the table's last runs, which this one's progress replaces. */
    void follows(String finishedRuns) {
        finished = finishedRuns;
    }

    /** Reads from now on, and returns what reading threads add to. */
    ReadTally reads() {
        ReadTally next = new ReadTally();
        firstPosition = firstPosition();
        unreadableBefore.addAndGet(reading.unreadable());
        reading = next;
        return next;
    }

    /** Begins with the first row again. */
    void restart() {
        dropped.set(0);
        unreadableBefore.set(-reading.unreadable());
    }

    /** Takes note of a row that is handed over. */
    void handsOver(long position) {
        lastPosition = Math.max(lastPosition, position);
    }

    /** Takes note that a transform has dropped a row. Any thread may call it. */
    void dropped() {
        dropped.incrementAndGet();
    }

    private long firstPosition() {
        return Math.min(firstPosition, reading.lowestPosition());
    }

    /** Returns what the offset of a row holds. Any thread may call it. */
    RunProgress progress() {
        return new RunProgress(
                firstPosition(), lastPosition, dropped.get(), unreadableBefore.get() + reading.unreadable(), finished);
    }

    /** Returns the record that ends the table, of which {@code rows} rows were handed over. */
    SourceRecord end(TableEvents events, long rows, Map<String, ?> partition, Map<String, ?> offset) {
        RunProgress progress = progress();
        RunMarker marker = new RunMarker(
                order.table().schema(),
                order.table().table(),
                Math.max(0, rows - progress.dropped()),
                progress.dropped() + progress.unreadable(),
                progress.firstPosition(),
                Math.max(progress.firstPosition(), progress.lastPosition()),
                !order.filter().isEmpty());
        return events.endOfRun(order.id(), marker, partition, offset);
    }
}
