package io.odsconnect.common.compare;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.value.TextForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run reports on the reconciliation topic: progress, findings, and how it ended. {@code docs/reconciliation.md}
 * describes the JSON, which others read: a name or a meaning changes with {@link #VERSION} only. Guarded by the engine's
 * lock.
 */
final class RunReport<W> {

    /** The version of the form. */
    static final int VERSION = 1;

    static final String RUNNING = "running";
    static final String EQUAL = "equal";
    static final String DIFFERENT = "different";
    static final String INCOMPLETE = "incomplete";

    private final RunContext<W> context;
    private final String run;
    private final String topic;
    private final Runnable acknowledged;
    private final Set<String> why = new LinkedHashSet<>();
    private final long startedMillis;
    final RunCounts counts = new RunCounts();
    private long number;
    private long written;

    /**
     * Begins a report.
     *
     * @param acknowledged is run for each record that is safe, on any thread
     */
    RunReport(RunContext<W> context, String run, String topic, Runnable acknowledged) {
        this.context = context;
        this.run = run;
        this.topic = topic;
        this.acknowledged = acknowledged;
        this.startedMillis = context.wallMillis.getAsLong();
    }

    /** Notes why the run is incomplete: a sentence that says what to do. */
    void incomplete(String sentence) {
        why.add(sentence);
    }

    /**
     * Notes what makes a run incomplete that has come to its end.
     *
     * @param oneOf of how many rows one was remembered
     */
    void noteReasonsAtEnd(long oneOf, RepairPlan<W> plan) {
        if (oneOf > 1) {
            incomplete("There was memory for 1 of " + oneOf
                    + " rows only, and rows that only the store has were looked for among these: raise "
                    + CompareOptions.MEMORY_BYTES + ".");
        }
        long unread = counts.of(RowOutcome.UNREADABLE);
        if (unread > 0) {
            incomplete(unread + " records could not be read.");
        }
        long unsure = counts.of(RowOutcome.UNCONFIRMED);
        if (unsure > 0) {
            incomplete(unsure + " findings could not be confirmed: see their reasons.");
        }
        if (context.options.mode() == SinkMode.REPAIR) {
            if (plan.isTooMuch()) {
                incomplete("Nothing was repaired: " + plan.planned() + " rows are more than "
                        + CompareOptions.REPAIR_MAX_ROWS + ". See whether the configuration is right, then raise it.");
            } else if (plan.refused() > 0) {
                incomplete(plan.refused() + " rows could not be repaired: the store refuses them.");
            }
        }
    }

    boolean isIncomplete() {
        return !why.isEmpty();
    }

    /** Returns the reasons, for the log. */
    String why() {
        return String.join(" ", why);
    }

    /** Returns how the run ends. */
    String state() {
        if (isIncomplete()) {
            return INCOMPLETE;
        }
        return counts.findings() > 0 ? DIFFERENT : EQUAL;
    }

    /**
     * Notes a row that is not as it should be. Returns the finding if it is written, null where there are too many; counts
     * it in any case.
     *
     * @param result what the store has of the row
     * @param unsure why it is not known for sure; null where it is
     */
    @Nullable
    Finding find(RowLook<W> look, Comparison result, @Nullable String unsure) {
        RowOutcome outcome = unsure == null ? outcome(look, result) : RowOutcome.UNCONFIRMED;
        counts.add(outcome);
        context.findings.increment();
        if (number++ >= context.options.findingsMax()) {
            return null;
        }
        return new Finding(
                number - 1,
                outcome,
                look.key == null ? context.comparer.key(look.write) : look.key,
                fields(look, result),
                look.position,
                result instanceof Comparison.Different different ? different.position() : ChangeEvent.NO_POSITION,
                look.origin,
                unsure);
    }

    private static RowOutcome outcome(RowLook<?> look, Comparison result) {
        if (result instanceof Comparison.Different) {
            return look.isExtra() ? RowOutcome.EXTRA : RowOutcome.DIFFERENT;
        }
        return RowOutcome.MISSING;
    }

    private static List<String> fields(RowLook<?> look, Comparison result) {
        if (look.isExtra() || !(result instanceof Comparison.Different different)) {
            return List.of();
        }
        return look.isDelete ? List.of(Comparison.TIME_TO_LIVE) : different.fields();
    }

    /** Notes a record that cannot be read. */
    @Nullable
    Finding unreadable(Origin origin, String reason) {
        counts.add(RowOutcome.UNREADABLE);
        context.findings.increment();
        if (number++ >= context.options.findingsMax()) {
            return null;
        }
        return new Finding(
                number - 1,
                RowOutcome.UNREADABLE,
                null,
                List.of(),
                ChangeEvent.NO_POSITION,
                ChangeEvent.NO_POSITION,
                origin,
                reason);
    }

    /** Writes a finding, again where it was repaired; returns how many records that are, 0 where it is one too many. */
    int write(@Nullable Finding finding, @Nullable String repair) {
        if (finding == null) {
            return 0;
        }
        if (repair == null || repair.equals("dry_run")) {
            written++;
        }
        context.reports.write(
                key("finding") + "/" + finding.number(),
                finding.toJson(head("finding"), context.options.digestsKeys(), repair),
                acknowledged);
        return 1;
    }

    /** Writes how far the run is, or how it ended. */
    void write(String state, long rows, @Nullable RunMarker marker, boolean scanned, long oneOf, RepairPlan<W> plan) {
        long now = context.wallMillis.getAsLong();
        Map<String, @Nullable Object> json = new LinkedHashMap<>(head("run"));
        json.put("state", state);
        json.put("why", new ArrayList<>(why));
        json.put("rows", rows);
        json.put("counts", counts.byName());
        json.put("findings", counts.findings());
        json.put("findings_written", written);
        json.put("extra_looked_for", scanned);
        json.put("extra_looked_for_one_of", oneOf);
        json.put("reads_from", context.comparer.readsFrom());
        json.put("repair", context.options.mode() == SinkMode.REPAIR ? repair(plan) : null);
        json.put("schema", marker == null ? null : marker.schema());
        json.put("table", marker == null ? null : marker.table());
        json.put("rows_sent", marker == null ? null : marker.rows());
        json.put("rows_dropped", marker == null ? null : marker.dropped());
        json.put("filtered", marker == null ? null : marker.filtered());
        json.put("first_position", marker == null ? null : marker.firstPosition());
        json.put("last_position", marker == null ? null : marker.lastPosition());
        json.put("started_ms", startedMillis);
        json.put("elapsed_ms", now - startedMillis);
        json.put("ts_ms", now);
        context.reports.write(key("run"), TextForm.json(json), acknowledged);
    }

    private static Map<String, Object> repair(RepairPlan<?> plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dry_run", plan.isDryRun());
        json.put("planned", plan.planned());
        json.put("repaired", plan.repaired());
        json.put("newer", plan.newer());
        json.put("refused", plan.refused());
        return json;
    }

    private String key(String kind) {
        return kind + "/" + context.connector + "/" + run + "/" + topic;
    }

    private Map<String, Object> head(String kind) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("version", VERSION);
        head.put("kind", kind);
        head.put("connector", context.connector);
        head.put("mode", context.options.mode().toString());
        head.put("run", run);
        head.put("topic", topic);
        return head;
    }
}
