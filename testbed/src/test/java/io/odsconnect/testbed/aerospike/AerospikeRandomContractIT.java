package io.odsconnect.testbed.aerospike;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.BatchRecord;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.ResultCode;
import com.aerospike.client.policy.BatchPolicy;
import io.odsconnect.testbed.aerospike.model.Command;
import io.odsconnect.testbed.aerospike.model.Model;
import io.odsconnect.testbed.aerospike.model.RandomCommands;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random writes and deletes, with every policy and with filters, against a model that says the same a second time. So
 * a stand-in and a real server that both pass do alike. {@code -Daerospike.seed} repeats a run.
 */
@ExtendWith(AerospikeContract.class)
class AerospikeRandomContractIT {

    private static final int COMMANDS = 6000;
    private static final int BATCHES = 300;

    private final long seed = Long.getLong("aerospike.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Model model = new Model();
    private final Set<Integer> codes = new HashSet<>();
    private IAerospikeClient client;
    private List<Key> keys;
    private RandomCommands commands;

    @BeforeEach
    void makeKeys(IAerospikeClient connected, TestSet set) {
        System.out.println("seed " + seed + " (-Daerospike.seed)");
        client = connected;
        keys = IntStream.range(0, 12).mapToObj(set::key).toList();
        commands = new RandomCommands(random, keys);
    }

    @Test
    void commandsEndAsTheModelSays() {
        for (int i = 0; i < COMMANDS; i++) {
            Command command = commands.next();
            Model.Stored before = model.get(command.key());
            int expected = model.run(command);
            codes.add(expected);

            assertThat(command.run(client))
                    .as("seed %d, command %d: %s on %s", seed, i, command, before)
                    .isEqualTo(expected);
            assertStored(command.key(), "command " + i + ": " + command);
        }
        assertEveryAnswerWasMet();
    }

    @Test
    void batchesEndAsTheModelSays() {
        BatchPolicy inOrder = new BatchPolicy();
        inOrder.allowInline = true;
        for (int i = 0; i < BATCHES; i++) {
            List<Command> batch = batch();
            List<Integer> expected = batch.stream().map(model::run).toList();
            codes.addAll(expected);
            List<BatchRecord> rows = batch.stream().map(Command::row).toList();
            client.operate(inOrder, rows);

            assertThat(rows.stream().map(row -> row.resultCode))
                    .as("seed %d, batch %d: %s", seed, i, batch)
                    .isEqualTo(expected);
            for (Key key : keys) {
                assertStored(key, "batch " + i + ": " + batch);
            }
        }
        assertEveryAnswerWasMet();
    }

    private void assertEveryAnswerWasMet() {
        assertThat(codes)
                .as("seed %d", seed)
                .containsExactlyInAnyOrder(
                        ResultCode.OK,
                        ResultCode.KEY_NOT_FOUND_ERROR,
                        ResultCode.KEY_EXISTS_ERROR,
                        ResultCode.GENERATION_ERROR,
                        ResultCode.PARAMETER_ERROR,
                        ResultCode.BIN_TYPE_ERROR,
                        ResultCode.FILTERED_OUT);
    }

    /** A batch with each key once: a server may run its rows side by side. */
    private List<Command> batch() {
        List<Command> batch = new ArrayList<>();
        Set<Key> used = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Command command = commands.next();
            if (used.add(command.key())) {
                batch.add(command);
            }
        }
        return batch;
    }

    private void assertStored(Key key, String after) {
        Record stored = client.get(null, key);
        Model.Stored expected = model.get(key);
        assertThat(stored == null ? null : new Model.Stored(stored.bins, stored.generation))
                .as("seed %d, after %s", seed, after)
                .isEqualTo(expected);
    }
}
