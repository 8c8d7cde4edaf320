package io.odsconnect.redis;

import static io.odsconnect.redis.ClientCards.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Protocol.Command;

/** What only Redis has of rows and keys; what all sinks do is in {@link RedisSuiteIT}. */
class RedisSinkTaskIT {

    private static final RedisServer SERVER = RedisServer.embedded(RedisOptions.PLAIN);

    @RegisterExtension
    private static final RedisOfTests REDIS = new RedisOfTests(SERVER);

    private final SourceTable cards = ClientCards.on("ods.BANK.CARD", 1);

    private final TestClient client = REDIS.emptied();

    @Test
    void rowsOfSeveralTopicsGoUnderTheKeysOfTheirTemplates() {
        SourceTable others = ClientCards.on("other", 1);
        try (SinkTaskDriver task =
                task("key.template", "{topic}/{CARD_NO}", "key.template." + cards.topic(), "card:{CARD_NO}")) {
            task.put(
                    cards.add(100, card(1, 7, 500L, "gold")),
                    cards.bulk(50, card(2, 7, null, "")),
                    others.add(100, card(3, 7, 1L, null)));
            task.flush();
        }
        assertThat(client.hash("card:1"))
                .isEqualTo(
                        Map.of("CARD_NO", "1", "CLIENT_ID", "7", "CREDIT", "500", "NOTE", "gold", "__position", "100"));
        assertThat(client.hash("card:2"))
                .isEqualTo(Map.of("CARD_NO", "2", "CLIENT_ID", "7", "NOTE", "", "__position", "50"));
        assertThat(client.keys()).containsExactly("card:1", "card:2", "other/3");
    }

    @Test
    void nullsAreEmptyFieldsWhereThatIsAskedFor() {
        try (SinkTaskDriver task = task("key.template", "{CARD_NO}", "null.handling", "empty")) {
            task.put(cards.add(100, card(1, 7, null, null)));
            task.flush();
        }
        assertThat(client.hash("1")).containsEntry("CREDIT", "").containsEntry("NOTE", "");
    }

    @Test
    void anUpdateOfAFieldInTheKeyRemovesTheOldKey() {
        try (SinkTaskDriver task = task("key.template", "client:{CLIENT_ID}:card:{CARD_NO}")) {
            task.put(
                    cards.add(100, card(1, 7, 500L, "gold")),
                    cards.update(101, card(1, 7, 500L, "gold"), card(1, 8, 500L, "gold")),
                    cards.bulk(99, card(1, 7, 500L, "gold")));
            task.flush();
            assertThat(client.hash("client:8:card:1")).containsEntry("CLIENT_ID", "8");
            assertThat(client.exists("client:7:card:1")).isFalse();

            // The tombstone has no CLIENT_ID; the delete before it has.
            task.put(cards.delete(102, card(1, 8, 500L, "gold")), cards.tombstone(102, card(1, 8, null, null)));
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(client.keys()).containsExactly("__del:{client:7:card:1}", "__del:{client:8:card:1}");
    }

    @Test
    void whatTheServerRejectsGoesToTheDeadLettersAndTheOthersAreWritten() {
        client.run(Command.SET, "card:2", "a text");
        try (SinkTaskDriver task = task("key.template", "card:{CARD_NO}")) {
            for (int i = 0; i < 5; i++) {
                task.put(cards.add(100, card(i, 7, 1L, null)));
            }
            task.flush();
            assertThat(task.deadLetters())
                    .singleElement()
                    .satisfies(record -> assertThat(record.kafkaOffset()).isEqualTo(2));
        }
        assertThat(client.keys()).hasSize(5);
        assertThat(client.get("card:2")).isEqualTo("a text");
    }

    @Test
    void aTaskThatTheServerDoesNotLetInFailsAtStart() {
        assertThatThrownBy(() -> task("key.template", "card:{CARD_NO}", "redis.password", "hunter2"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(SERVER.host() + ":" + SERVER.port())
                .hasMessageNotContaining("hunter2");
    }

    private static SinkTaskDriver task(String... options) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "cards to redis");
        config.put("redis.hosts", SERVER.host() + ":" + SERVER.port());
        config.put("retry.backoff.ms", "10");
        config.put("retry.backoff.max.ms", "100");
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        return new SinkTaskDriver(RedisSinkTask::new, config);
    }
}
