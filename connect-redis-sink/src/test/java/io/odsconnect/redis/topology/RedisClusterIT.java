package io.odsconnect.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.redis.CardTable;
import io.odsconnect.redis.ClientCards;
import io.odsconnect.redis.RedisSinkConnector;
import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.redis.StoredRows;
import io.odsconnect.testbed.redis.RedisCluster;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Three masters with a replica each, and what happens to slots and masters while rows are written. */
class RedisClusterIT {

    private static final RedisCluster CLUSTER = RedisCluster.embeddedOrGiven();

    @BeforeAll
    static void start() {
        CLUSTER.start();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @BeforeEach
    void emptyCluster() {
        CLUSTER.awaitWhole();
        for (RedisServer master : CLUSTER.masters()) {
            try (RedisTalk talk = master.talk()) {
                assertThat(talk.run("FLUSHALL")).isEqualTo("OK");
            }
        }
    }

    @Test
    void rowsAreOnTheMastersOfTheirSlotsWithTheGuardAndWithout() {
        for (String guard : List.of("true", "false")) {
            CardTable table = new CardTable(300);
            // Without the guard the last to come wins, so nothing may come late.
            try (SinkTaskDriver task = task("position.guard", guard, "batch.size", "1000")) {
                if (guard.equals("true")) {
                    task.put(table.change(2000));
                } else {
                    task.put(table.inserts());
                }
                task.flush();
            }
            assertHolds(table);
            assertThat(CLUSTER.masters())
                    .hasSize(3)
                    .allMatch(master -> !StoredRows.in(master).isEmpty());
            emptyCluster();
        }
    }

    @Test
    void oneSeedThatIsUpIsEnough() {
        RedisServer up = CLUSTER.nodes().get(4);
        assertThat(errors("redis.hosts", "127.0.0.1:1,127.0.0.1:" + up.port())).isEmpty();
        CardTable table = new CardTable(50);
        try (SinkTaskDriver task = task("redis.hosts", "127.0.0.1:1,127.0.0.1:" + up.port())) {
            task.put(table.change(100));
            task.flush();
        }
        assertHolds(table);
    }

    @Test
    void slotsThatMoveWhileRowsAreWrittenLoseNoneAndNoneIsSetAside() {
        CardTable table = new CardTable(200);
        try (SinkTaskDriver task = task()) {
            task.put(table.change(1000));
            task.flush();
            for (int card = 0; card < 12; card++) {
                int slot = JedisClusterCRC16.getSlot("card:" + card);
                RedisServer from = CLUSTER.masterOf(slot);
                RedisServer to = CLUSTER.masters().stream()
                        .filter(master -> !master.equals(from))
                        .findFirst()
                        .orElseThrow();
                // Under way while half of the slot is here and half is there.
                CLUSTER.moveSlot(slot, to, () -> task.put(table.change(200)));
                task.put(table.change(100));
            }
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertHolds(table);
    }

    @Test
    void aMasterThatIsKilledIsReplacedAndNoAcknowledgedRowIsLost() {
        CardTable table = new CardTable(300);
        // Only what a replica has outlives its master for certain.
        try (SinkTaskDriver task = task("wait.replicas", "1", "redis.connect.timeout.ms", "1000")) {
            task.put(table.change(1000));
            task.flush();
            RedisServer killed = CLUSTER.masterOf(JedisClusterCRC16.getSlot("card:1"));
            RedisServer successor = CLUSTER.replicaOf(killed);
            task.put(table.change(500));
            killed.kill();
            task.put(table.change(500));
            CLUSTER.awaitMaster(successor);
            task.put(table.change(500));
            killed.restart();
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertHolds(table);
    }

    @Test
    void everyNodeThatForgotTheScriptIsTaughtIt() {
        CardTable table = new CardTable(300);
        try (SinkTaskDriver task = task()) {
            task.put(table.change(500));
            task.flush();
            for (RedisServer master : CLUSTER.masters()) {
                try (RedisTalk talk = master.talk()) {
                    assertThat(talk.run("SCRIPT", "FLUSH")).isEqualTo("OK");
                }
            }
            task.put(table.change(500));
            task.flush();
        }
        assertHolds(table);
    }

    @Test
    void anIndexIsInTheSlotOfItsRowsAndARowThatCannotBeIsABadRecord() {
        SourceTable cards = ClientCards.on("ods.BANK.CARD", 1);
        Struct second = ClientCards.card(2, 7, 500L, "ok");
        try (SinkTaskDriver task = task(
                "key.template",
                "client:{{{CLIENT_ID}}}:card:{CARD_NO}",
                "index.template",
                "client:{{{CLIENT_ID}}}:cards")) {
            task.put(cards.add(100, ClientCards.card(1, 7, 500L, "ok")), cards.add(101, second));
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        RedisServer master = CLUSTER.masterOf(JedisClusterCRC16.getSlot("{7}"));
        try (RedisTalk talk = master.talk()) {
            assertThat((List<?>) talk.run("SMEMBERS", "client:{7}:cards")).hasSize(2);
        }
        try (SinkTaskDriver task = task("key.template", "note:{NOTE}")) {
            task.put(cards.add(100, ClientCards.card(1, 7, 500L, "a}b")), cards.add(101, second));
            task.flush();
            assertThat(task.deadLetterReasons()).singleElement().asString().contains("hash tag");
        }
        assertThat(errors("key.template", "card:{CARD_NO}", "index.template", "client:{CLIENT_ID}:cards"))
                .containsOnlyKeys("key.template", "index.template");
    }

    @Test
    void validationTellsAClusterFromWhatIsNone() {
        assertThat(errors()).isEmpty();
        assertThat(errors("redis.mode", "standalone", "redis.hosts", anyNode()))
                .containsOnlyKeys("redis.hosts")
                .hasEntrySatisfying("redis.hosts", error -> assertThat(error).contains("redis.mode=cluster"));
        assertThat(errors("redis.database", "1")).containsOnlyKeys("redis.database");
        assertThat(errors("redis.sentinel.master", "cards")).containsOnlyKeys("redis.sentinel.master");
        assertThat(errors("wait.replicas", "1")).isEmpty();
        assertThat(errors("wait.replicas", "2"))
                .containsOnlyKeys("wait.replicas")
                .hasEntrySatisfying("wait.replicas", error -> assertThat(error).contains("1 replicas"));
    }

    private static void assertHolds(CardTable table) {
        assertThat(StoredRows.in(CLUSTER.masters())).isEqualTo(table.expected());
    }

    private static Map<String, String> errors(String... options) {
        Map<String, String> props = props(options);
        return new RedisSinkConnector()
                .validate(props).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(
                                value -> value.name(),
                                value -> value.errorMessages().toString()));
    }

    private static SinkTaskDriver task(String... options) {
        return new SinkTaskDriver(RedisSinkTask::new, props(options));
    }

    private static Map<String, String> props(String... options) {
        Map<String, String> props = CardTable.props(options);
        props.putIfAbsent("redis.mode", "cluster");
        props.putIfAbsent("redis.hosts", anyNode());
        return props;
    }

    private static String anyNode() {
        return "127.0.0.1:" + CLUSTER.nodes().get(0).port();
    }
}
