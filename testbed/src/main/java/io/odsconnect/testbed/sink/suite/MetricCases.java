package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.TaskBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The metrics that {@code docs/sink-engine.md} names. */
abstract class MetricCases extends SinkCases {

    private static final List<String> OUTCOMES =
            List.of("applied", "stale", "superseded", "rejected", "skipped", "retried");
    private static final List<String> OPERATIONS = List.of("read", "create", "update", "delete");
    private static final List<String> OTHERS = List.of(
            "batches-total",
            "batch-writes-total",
            "batch-bytes-total",
            "batch-time-ms-total",
            "batches-failed-total",
            "batch-size-avg",
            "batch-size-max",
            "batch-time-ms-avg",
            "batch-time-ms-max",
            "batches-in-flight",
            "open-writes",
            "open-bytes",
            "lag-ms",
            "lag-ms-avg",
            "lag-ms-max",
            "stalled-ms",
            "paused",
            "paused-ms-total",
            "audit-pending-records");

    MetricCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void allMetricsOfTheDocumentationAreThereAndNoOthers() {
        task();
        List<String> documented = new ArrayList<>(OTHERS);
        for (String outcome : OUTCOMES) {
            documented.add(outcome + "-total");
            OPERATIONS.forEach(operation -> documented.add(outcome + "-" + operation + "-total"));
        }

        assertThat(metrics().metrics()).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void writesAreCountedByOperationAndOutcome() {
        OtherForms forms = new OtherForms();
        SinkTaskDriver task = task();
        TaskBean metrics = metrics();
        task.put(cards.bulk(9, card(3, "a")), cards.bulk(9, card(4, "a")));
        task.put(forms.flat("c", null, "a", 10), forms.flat("u", null, "b", 11));
        task.put(forms.schemaless(Map.of("ts_ms", 1L)), forms.schemaless("no row"));
        task.flush();
        task.put(forms.flat("u", null, "old", 8), forms.flat("d", null, "b", 12));
        task.flush();
        task.put(forms.flat("u", null, "old", 9));
        task.flush();

        assertThat(metrics.value("applied-read-total")).isEqualTo(2);
        assertThat(metrics.value("applied-create-total")).isZero();
        assertThat(metrics.value("superseded-create-total")).isEqualTo(1);
        assertThat(metrics.value("superseded-update-total")).isEqualTo(1);
        assertThat(metrics.value("applied-delete-total")).isEqualTo(1);
        assertThat(metrics.value("skipped-total")).isEqualTo(1);
        assertThat(metrics.value("rejected-total")).isEqualTo(1);
        assertThat(metrics.value("applied-update-total")).isEqualTo(store.tellsStale() ? 1 : 2);
        assertThat(metrics.value("stale-update-total")).isEqualTo(store.tellsStale() ? 1 : 0);
        assertThat(metrics.value("batch-writes-total")).isEqualTo(5);
        assertThat(metrics.value("open-writes")).isZero();
        assertThat(metrics.value("batch-bytes-total")).isPositive();
    }

    @Test
    void theLagIsTheTimeSinceTheCommitOfWhatIsNotAcknowledgedAndZeroWhenAllIs() {
        SinkTaskDriver task = task();
        TaskBean metrics = metrics();
        assertThat(metrics.value("lag-ms")).isEqualTo(-1);
        proxy.stall();
        long minuteAgo = (System.currentTimeMillis() - 60_000) * 1000;
        task.put(cards.add(minuteAgo, card(1, "a")));
        double before = metrics.value("lag-ms");
        assertThat(before).isGreaterThanOrEqualTo(60_000);
        // It goes on by itself, whatever the store does.
        await().atMost(LIMIT).until(() -> metrics.value("lag-ms") > before + 100);

        proxy.flow();
        task.flush();
        task.poll();
        assertThat(metrics.value("lag-ms")).isZero();
        assertThat(metrics.value("lag-ms-max")).isGreaterThanOrEqualTo(60_000);
        assertThat(metrics.value("stalled-ms")).isZero();
    }
}
