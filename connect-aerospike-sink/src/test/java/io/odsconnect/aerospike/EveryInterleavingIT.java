package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.Key;
import com.aerospike.client.policy.CommitLevel;
import io.odsconnect.aerospike.client.ClientRecords;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.Records;
import io.odsconnect.aerospike.protocol.RowKey;
import io.odsconnect.aerospike.protocol.RowSet;
import io.odsconnect.aerospike.protocol.Stage;
import io.odsconnect.aerospike.protocol.WriteRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tries the protocol of {@link Stage} on a server, in every order in which two tasks can do the steps of two changes of
 * a row. The model of the unit test goes further; this shows that the server does what the model does.
 */
class EveryInterleavingIT {

    private final Cluster cluster = Cluster.get();
    private final String set = cluster.newSet();
    private final Records records =
            new ClientRecords(cluster.client(), new WriteRules("__position", true, false, CommitLevel.COMMIT_ALL));
    private long rows;

    @Test
    void theLastOfTwoChangesWinsInEveryOrderOfTheirSteps() {
        int orders = 0;
        for (boolean firstDeletes : new boolean[] {false, true}) {
            for (boolean secondDeletes : new boolean[] {false, true}) {
                orders += tryAll(firstDeletes, secondDeletes);
            }
        }
        assertThat(orders).isGreaterThan(40);
    }

    private int tryAll(boolean firstDeletes, boolean secondDeletes) {
        int orders = 0;
        // Each order is a list of choices; the next is found by raising the last that can be.
        List<Integer> choices = new ArrayList<>();
        do {
            long id = rows++;
            List<Integer> taken = run(id, firstDeletes, secondDeletes, choices);
            assertThat(end(id))
                    .as("deletes: %s, %s; steps of the tasks in this order: %s", firstDeletes, secondDeletes, taken)
                    .isEqualTo(secondDeletes ? null : Map.of("__position", 2L));
            orders++;
            choices = following(taken);
        } while (!choices.isEmpty());
        return orders;
    }

    /** Runs two tasks; where the order is not given, the first that is not done goes on. Returns who went when. */
    private List<Integer> run(long id, boolean firstDeletes, boolean secondDeletes, List<Integer> choices) {
        List<Stage> stages = new ArrayList<>();
        stages.add(Stage.first(write(id, 1, firstDeletes)));
        stages.add(Stage.first(write(id, 2, secondDeletes)));
        List<Integer> taken = new ArrayList<>();
        while (stages.stream().anyMatch(Stage.Pending.class::isInstance)) {
            int wanted = taken.size() < choices.size() ? choices.get(taken.size()) : 0;
            int task = stages.get(wanted) instanceof Stage.Pending ? wanted : 1 - wanted;
            Stage.Pending pending = (Stage.Pending) stages.get(task);
            Answer answer = records.run(List.of(pending.step())).get(0);
            stages.set(task, Stage.after(pending, answer));
            taken.add(task);
        }
        return taken;
    }

    /** Returns the beginning of the next order that can differ; empty after the last. */
    private static List<Integer> following(List<Integer> taken) {
        int last = taken.lastIndexOf(0);
        // The steps after the last 0 are all of task 1; put one of them before it, if there is one.
        while (last >= 0 && !taken.subList(last, taken.size()).contains(1)) {
            last = taken.subList(0, last).lastIndexOf(0);
        }
        if (last < 0) {
            return List.of();
        }
        List<Integer> next = new ArrayList<>(taken.subList(0, last));
        next.add(1);
        return next;
    }

    private @Nullable Map<String, Object> end(long id) {
        return cluster.bins(set, id);
    }

    private AerospikeWrite write(long id, long position, boolean delete) {
        Key key = cluster.key(set, id);
        RowKey row = new RowKey(key.namespace, new RowSet(set, set + "__deleted"), key.userKey);
        return new AerospikeWrite(row, List.of(), position, delete, Lifetime.DEFAULT, 0);
    }
}
