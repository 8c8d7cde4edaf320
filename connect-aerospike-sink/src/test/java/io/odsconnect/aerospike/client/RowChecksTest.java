package io.odsconnect.aerospike.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.Key;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowChecksTest {

    private static final Answer BUSY =
            new Answer.Failed(new Outcome.Retry("too many requests for one record", null), Answer.Cause.REFUSED);

    private final Set<Step> removed = new HashSet<>();
    private final Set<Step> failing = new HashSet<>();
    private final Set<Step> unsendable = new HashSet<>();

    @Test
    void aRowThatFailsDoesNotKeepTheOthersFromBeingChecked() {
        List<Step> rows = rows(1200);
        failing.add(rows.get(3));

        MarkerSweep.Result result = check(rows);

        assertThat(result.markers()).isEqualTo(1200);
        assertThat(result.removed()).isEqualTo(1199);
        assertThat(result.failed()).containsExactly(rows.get(3));
        assertThat(result.reason()).contains("too many requests");
        assertThat(removed).hasSize(1199);
    }

    @Test
    void aRowThatTheClientCannotSendDoesNotKeepTheOthersOfItsBatchFromBeingChecked() {
        List<Step> rows = rows(10);
        unsendable.add(rows.get(3));

        assertThat(check(rows).failed()).containsExactly(rows.get(3));
        assertThat(removed).hasSize(9);
    }

    @Test
    void whereNearlyAllFailItIsNoMatterOfSingleRows() {
        List<Step> rows = rows(RowChecks.MOST_FAILED + 600);
        failing.addAll(rows);

        assertThatThrownBy(() -> check(rows))
                .isInstanceOf(AerospikeException.class)
                .hasMessageContaining("too many requests");
    }

    private MarkerSweep.Result check(List<Step> rows) {
        RowChecks checks = new RowChecks(this::run);
        rows.forEach(checks::add);
        return checks.finish(rows.size());
    }

    private List<Answer> run(List<Step> steps) {
        if (steps.size() > 1 && steps.stream().anyMatch(unsendable::contains)) {
            throw new AerospikeException("The client cannot send one of them");
        }
        List<Answer> answers = new ArrayList<>();
        for (Step step : steps) {
            boolean fails = failing.contains(step) || unsendable.contains(step);
            answers.add(fails ? BUSY : new Answer.Done(false));
            if (!fails) {
                removed.add(step);
            }
        }
        return answers;
    }

    private static List<Step> rows(int count) {
        return IntStream.range(0, count)
                .<Step>mapToObj(id -> new Step.Remove(new Key("test", "row", id), 9, false))
                .toList();
    }
}
