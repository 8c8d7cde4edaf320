package io.odsconnect.common.compare;

import io.odsconnect.common.compare.RepairPlan.Fix;
import io.odsconnect.common.compare.RunContext.Repair;
import io.odsconnect.common.event.Origin;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compare run of one table: what came of it, what is still to be looked at, and how it ends.
 *
 * <pre>{@code
 * READING ─► SETTLING ─► SCANNING ─► REPAIRING ─► REPORTING ─► DONE
 * rows come   the last    rows of      findings     the report is
 *             doubts      the store    are mended   acknowledged
 * }</pre>
 *
 * Guarded by the engine's lock.
 *
 * @param <W> the store's own form of a write
 */
public final class TableRun<W> {

    private static final Logger LOG = LoggerFactory.getLogger(TableRun.class);

    private static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A doubt that only the change topic can settle, waits so many times longer for it. */
    private static final int LONGEST_DOUBT = 3;

    /** With so many rows that are not settled the scan waits. */
    private static final int MOST_OPEN = 100_000;

    private final RunContext<W> context;
    private final String run;
    private final String topic;
    private final RowDoubts<W> doubts;
    private final SeenRows seen;
    private final LookQueue<W> looks = new LookQueue<>();
    private final RunReport<W> report;
    private final RepairPlan<W> plan;
    private final long confirmNanos;
    private final RowsRead read;
    private Phase phase = Phase.READING;
    private @Nullable RowScan<W> scan;
    private boolean scanUnderWay;
    private boolean scanned;
    private long progressNanos;
    private int unacknowledged;

    private enum Phase {
        READING,
        SETTLING,
        SCANNING,
        REPAIRING,
        REPORTING,
        DONE
    }

    /**
     * Begins a run.
     *
     * @param run its id
     * @param topic the topic as events have it
     * @param deletes what came on the topic's change topic
     * @param acknowledged is called, on any thread, when a record of the report is safe; then {@link #reportAcknowledged} is due
     */
    public TableRun(
            RunContext<W> context,
            String run,
            String topic,
            DeletesSeen deletes,
            Consumer<TableRun<W>> acknowledged,
            long nowNanos) {
        this.context = context;
        this.run = run;
        this.topic = topic;
        this.doubts = new RowDoubts<>(context, deletes);
        this.seen = new SeenRows(context.budget);
        this.report = new RunReport<>(context, run, topic, () -> acknowledged.accept(this));
        this.plan = new RepairPlan<>(context.options);
        this.confirmNanos = TimeUnit.MILLISECONDS.toNanos(context.options.confirmMillis());
        this.read =
                new RowsRead(confirmNanos, TimeUnit.MILLISECONDS.toNanos(context.options.endWaitMillis()), nowNanos);
    }

    /** Reports that the run has begun. */
    public void begin(long nowNanos) {
        LOG.info("Connector {}: {} run {} of topic {} begins", context.connector, context.options.mode(), run, topic);
        progress(nowNanos);
    }

    /** Returns the run's id. */
    public String id() {
        return run;
    }

    /** Says whether the report is safe, so that the run's records may be forgotten. */
    public boolean isDone() {
        return phase == Phase.DONE;
    }

    /** Says whether the marker of the table's end has come. */
    public boolean hasMarker() {
        return read.marker() != null;
    }

    /** Returns how many rows wait to be looked at for the first time. */
    public int waitingRows() {
        return looks.readyRows();
    }

    /** Returns the bytes of all rows that are not settled. */
    public long openBytes() {
        return looks.bytes();
    }

    /** Notes how many partitions of the table's change topic the connector reads as well; 0 where it does not read it. */
    public void followsChanges(int partitions) {
        doubts.followsChanges(partitions);
    }

    /** Takes a row; one that came before is left out. */
    public void row(RunRow<W> row, long nowNanos) {
        read.came(row.position(), nowNanos);
        if (phase.compareTo(Phase.SCANNING) > 0) {
            return;
        }
        if (phase == Phase.SCANNING && !read.isEveryRowThere()) {
            report.incomplete("Rows came after the run was taken for read to its end, so what only the store seemed to"
                    + " have may be wrong: run it again, with a longer " + CompareOptions.CONFIRM_MS + ".");
        }
        RowHash hash = context.comparer.identity(row.write());
        if (seen.add(hash)) {
            read.addRow();
            looks.add(new RowLook<>(row, hash));
        }
    }

    /** Takes a record of the run that the store has no use for. */
    public void skipped(long nowNanos) {
        read.skipped(nowNanos);
    }

    /** Takes a record that cannot be read or mapped; one that came before is left out. */
    public void unreadable(Origin origin, String reason, long nowNanos) {
        if (read.unreadable(origin, nowNanos)) {
            unacknowledged += report.write(report.unreadable(origin, reason), null);
            LOG.warn("Connector {}: run {}: the row at {} is not compared: {}", context.connector, run, origin, reason);
        }
    }

    /** Takes the marker of the table's end. */
    public void marker(RunMarker end, long nowNanos) {
        read.marker(end, nowNanos);
    }

    /** Ends the run without a comparison of the rest. */
    public void end(String why) {
        if (phase.compareTo(Phase.REPORTING) < 0) {
            report.incomplete(why);
            looks.clear();
            finish();
        }
    }

    /** Gives up the run without a report: its records are delivered again. */
    public void abandon() {
        looks.clear();
        closeScan();
        seen.clear();
        phase = Phase.DONE;
    }

    /** Notes that a record of the report is safe. */
    public void reportAcknowledged() {
        unacknowledged--;
    }

    /**
     * Goes on: to the next phase where this one is done, with a record of progress from time to time.
     *
     * @param mayBeLast whether partitions are not paused, so that it shows where the topic ends
     */
    public void advance(boolean mayBeLast, long nowNanos) {
        if (phase == Phase.READING && read.isMarkerOverdue(mayBeLast, nowNanos)) {
            end("The marker of the table's end has not come, nor any other record of the run, for "
                    + CompareOptions.END_WAIT_MS + ": the run was stopped at the source, or a transform that drops"
                    + " records without a value dropped the marker (then leave that transform out of this connector).");
        }
        if (phase == Phase.READING && read.isOver(mayBeLast, nowNanos)) {
            read.whyNotAll(context.options.mayDropRows()).forEach(report::incomplete);
            phase = Phase.SETTLING;
        }
        if (phase == Phase.SETTLING && looks.isEmpty()) {
            beginScan();
        }
        if (phase == Phase.SCANNING && scanned && looks.isEmpty()) {
            phase = Phase.REPAIRING;
        }
        if (phase == Phase.REPAIRING && plan.isDone()) {
            finish();
        }
        if (phase == Phase.REPORTING && unacknowledged == 0) {
            phase = Phase.DONE;
        }
        if (phase.compareTo(Phase.REPORTING) < 0 && nowNanos - progressNanos >= PROGRESS_NANOS) {
            progress(nowNanos);
        }
    }

    private void progress(long nowNanos) {
        progressNanos = nowNanos;
        write(RunReport.RUNNING);
    }

    private void write(String state) {
        unacknowledged++;
        report.write(state, read.rows(), read.marker(), scanned, seen.oneOf(), plan);
    }

    private void beginScan() {
        if (read.hasOtherPositions()) {
            report.incomplete(
                    "The rows' positions are not those of the source, so it is not known what is newer, nor which"
                            + " rows only the store has: set position.from=auto.");
        }
        context.comparer
                .whyNoScan(topic)
                .ifPresent(why -> report.incomplete("Rows that only the store has are not looked for: " + why));
        RunMarker end = read.marker();
        if (end == null || end.filtered() || report.isIncomplete()) {
            phase = Phase.REPAIRING;
            return;
        }
        scan = context.comparer.scan(topic);
        phase = Phase.SCANNING;
    }

    /** Returns the next thing that the run wants of the store; null where there is nothing now. */
    public @Nullable Step next(int batchSize, long batchBytes, long nowNanos) {
        List<RowLook<W>> batch = looks.take(batchSize, batchBytes, nowNanos);
        if (!batch.isEmpty()) {
            context.limit.add(batch.size(), nowNanos);
            return new Step(
                    () -> context.comparer
                            .compare(batch.stream().map(look -> look.write).toList())
                            .<LongConsumer>thenApply(results -> at -> compared(batch, results, at)),
                    () -> looks.putBack(batch));
        }
        RowScan<W> pages = scan;
        if (phase == Phase.SCANNING && pages != null && !scanned && !scanUnderWay && looks.openRows() < MOST_OPEN) {
            scanUnderWay = true;
            return new Step(
                    () -> pages.next().<LongConsumer>thenApply(page -> at -> found(pages, page, at)),
                    () -> scanUnderWay = false);
        }
        if (phase == Phase.REPAIRING && plan.hasWaiting()) {
            List<Fix<W>> fixes = plan.take(batchSize);
            return new Step(
                    () -> context.write(fixes.stream().map(Fix::write).toList())
                            .<LongConsumer>thenApply(results -> at -> repaired(fixes, results)),
                    () -> plan.putBack(fixes));
        }
        return null;
    }

    /** Returns in how long the run wants something, in nanoseconds; {@link Long#MAX_VALUE} where nothing is sure. */
    public long waitNanos(long nowNanos) {
        long wait =
                Math.min(looks.waitNanos(nowNanos), phase == Phase.READING ? read.waitNanos(nowNanos) : Long.MAX_VALUE);
        return phase.compareTo(Phase.REPORTING) < 0
                ? Math.min(wait, Math.max(0, progressNanos + PROGRESS_NANOS - nowNanos))
                : wait;
    }

    private void compared(List<RowLook<W>> batch, List<Comparison> results, long nowNanos) {
        checkSize(results, batch);
        for (int i = 0; i < batch.size(); i++) {
            RowLook<W> look = batch.get(i);
            if (look.looks++ == 0) {
                look.firstNanos = nowNanos;
                look.firstMillis = context.wallMillis.getAsLong();
                if (!look.isExtra()) {
                    context.rows.increment();
                }
            }
            if (phase.compareTo(Phase.REPORTING) < 0) {
                look(look, results.get(i), nowNanos);
            }
        }
    }

    private static void checkSize(List<?> results, List<?> batch) {
        if (results.size() != batch.size()) {
            throw new IllegalStateException(results.size() + " results of the store for " + batch.size() + " rows");
        }
    }

    private void look(RowLook<W> look, Comparison result, long nowNanos) {
        if (result instanceof Comparison.Match) {
            settle(look, look.isDelete ? RowOutcome.EXPIRED : RowOutcome.MATCH);
        } else if (result instanceof Comparison.Newer) {
            settle(look, RowOutcome.NEWER);
        } else if (result instanceof Comparison.Expired) {
            settle(look, RowOutcome.EXPIRED);
        } else if (look.isExtra() && result instanceof Comparison.Missing) {
            settle(look, RowOutcome.MATCH);
        } else if (!look.isExtra() && doubts.isDeletedSince(look)) {
            settle(look, RowOutcome.NEWER);
        } else {
            doubt(look, result, nowNanos);
        }
    }

    private void settle(RowLook<W> look, RowOutcome outcome) {
        looks.settled(look);
        if (!look.isExtra()) {
            report.counts.add(outcome);
        }
    }

    /** Handles a difference: the row is read again as long as a change may be in flight. */
    private void doubt(RowLook<W> look, Comparison result, long nowNanos) {
        long elapsed = nowNanos - look.firstNanos;
        if (elapsed < confirmNanos) {
            long delay = Math.min(FIRST_DELAY_NANOS << Math.min(look.looks - 1, 8), confirmNanos - elapsed);
            looks.again(look, nowNanos + delay);
            return;
        }
        String unsure = doubts.why(look, result, read.whyRowsAreMissing());
        if (unsure != null && doubts.followsChanges() && elapsed < LONGEST_DOUBT * confirmNanos) {
            looks.again(look, nowNanos + Math.max(1, confirmNanos / 4));
            return;
        }
        looks.settled(look);
        Finding finding = report.find(look, result, unsure);
        boolean isPlanned = unsure == null && context.options.mode() == SinkMode.REPAIR;
        if (isPlanned) {
            plan.add(look.write, finding);
        }
        unacknowledged += report.write(finding, isPlanned && plan.isDryRun() ? "dry_run" : null);
    }

    private void found(RowScan<W> pages, RowScan.Page<W> page, long nowNanos) {
        scanUnderWay = false;
        scanned = page.isLast();
        context.limit.add(page.reads(), nowNanos);
        RunMarker end = read.marker();
        if (phase != Phase.SCANNING || end == null) {
            return;
        }
        if (page.isLast()) {
            pages.gap().ifPresent(report::incomplete);
        }
        for (StoredRow<W> row : page.rows()) {
            if (row.position() < end.firstPosition() && seen.remembers(row.identity()) && seen.add(row.identity())) {
                looks.add(new RowLook<>(row, end.firstPosition(), context.wallMillis.getAsLong()));
            }
        }
    }

    private void repaired(List<Fix<W>> fixes, List<Repair> results) {
        checkSize(results, fixes);
        for (int i = 0; i < fixes.size(); i++) {
            Repair result = results.get(i);
            plan.done(result);
            unacknowledged += report.write(fixes.get(i).finding(), result.name().toLowerCase(Locale.ROOT));
        }
    }

    private void finish() {
        report.noteReasonsAtEnd(seen.oneOf(), plan);
        closeScan();
        write(report.state());
        seen.clear();
        phase = Phase.REPORTING;
        LOG.info(
                "Connector {}: {} run {} of topic {} ends as {}: {} rows, {}, repaired {}. {}",
                context.connector,
                context.options.mode(),
                run,
                topic,
                report.state(),
                read.rows(),
                report.counts,
                plan.repaired(),
                report.why());
    }

    private void closeScan() {
        RowScan<W> open = scan;
        scan = null;
        if (open != null) {
            open.close();
        }
    }
}
