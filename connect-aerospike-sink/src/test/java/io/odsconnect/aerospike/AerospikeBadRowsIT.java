package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Bin;
import com.aerospike.client.policy.CommitLevel;
import io.odsconnect.aerospike.client.ClientRecords;
import io.odsconnect.aerospike.client.Clients;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.aerospike.protocol.WriteRules;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** Rows that the client cannot send, or that must not replace a record. */
class AerospikeBadRowsIT extends FaultyAerospike {

    @Test
    void aUserKeyThatTheClientHasNoRoomForIsABadRecordAndTheOthersAreWritten() {
        SourceTable texts = new SourceTable(
                "ods.TEXT",
                SchemaBuilder.struct().field("ID", Schema.STRING_SCHEMA).build(),
                List.of("ID"));
        String set = cluster.newSet();
        String longest = "k".repeat(8128);
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(
                    texts.add(10, texts.row("ID", "a")),
                    texts.add(10, texts.row("ID", longest)),
                    texts.add(10, texts.row("ID", "k".repeat(9000))),
                    texts.delete(10, texts.row("ID", "k".repeat(8187))),
                    texts.add(10, texts.row("ID", "b")));
            task.flush();
            assertThat(task.deadLetters()).hasSize(2);
            assertThat(task.deadLetterReasons().toString())
                    .contains("Column ID", "9000 bytes", "key.template")
                    .doesNotContain("kkkk");
        }
        assertThat(cluster.all(set)).containsOnlyKeys("a", longest, "b");
    }

    @Test
    void aRowThatTheClientCannotSendIsFoundBySplittingTheBatch() {
        Map<String, String> options = cluster.options(sets);
        Bin odd = new Bin("A", Map.of("k", new Object()));
        try (AerospikeClient client = Clients.connect(new AerospikeSinkConfig(options), true)) {
            ClientRecords records =
                    new ClientRecords(client, new WriteRules("__position", true, false, CommitLevel.COMMIT_ALL));
            Step good = new Step.Put(cluster.key(sets, 1), List.of(), 1, Lifetime.DEFAULT, false);
            Step bad = new Step.Put(cluster.key(sets, 2), List.of(odd), 1, Lifetime.DEFAULT, false);

            assertThatThrownBy(() -> records.run(List.of(good, bad))).isInstanceOf(RuntimeException.class);
            assertThat(records.run(List.of(bad)).get(0))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.outcome()).isInstanceOf(Outcome.Rejected.class));
            assertThat(records.run(List.of(good)).get(0)).isInstanceOf(Answer.Done.class);
        }
    }

    @Test
    void aRecordWithoutAPositionInItsBinIsNotOverwrittenAndMakesABadRecord() {
        String set = cluster.newSet();
        for (long id = 1; id <= 3; id++) {
            cluster.client().put(Cluster.forever(), cluster.key(set, id), new Bin("__position", "ten"));
        }
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(
                    rows.add(10, rows.row("ID", 1L)),
                    rows.delete(10, rows.row("ID", 2L)),
                    rows.bulk(10, rows.row("ID", 3L)),
                    rows.add(10, rows.row("ID", 4L)));
            task.flush();
            assertThat(task.deadLetters()).hasSize(3);
            assertThat(task.deadLetterReasons())
                    .allSatisfy(reason ->
                            assertThat(reason).contains("position.bin").doesNotContain("ten"));
        }
        assertThat(cluster.all(set)).containsOnlyKeys(1L, 2L, 3L, 4L);
        assertThat(cluster.bins(set, 1)).isEqualTo(Map.of("__position", "ten"));
    }
}
