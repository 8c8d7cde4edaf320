package io.odsconnect.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odsconnect.redis.CardTable;
import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.redis.StoredRows;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import io.odsconnect.testbed.sink.TaskBean;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What the sink makes of a server's own errors: those that every row gets, and those that are one row's. */
class ServerErrorsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void aMasterWithTooFewReplicasIsWaitedFor() {
        CardTable table = new CardTable(50);
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN)) {
            server.start();
            try (SinkTaskDriver task = task(server)) {
                run(server, "CONFIG", "SET", "min-replicas-to-write", "1");
                task.put(table.change(100));
                await().atMost(LIMIT).pollInSameThread().until(() -> {
                    task.poll();
                    return new TaskBean("cards").value("retried-total") > 3;
                });
                assertThat(StoredRows.in(server)).isEmpty();
                run(server, "CONFIG", "SET", "min-replicas-to-write", "0");
                task.flush();

                assertThat(task.deadLetterReasons()).isEmpty();
                assertThat(StoredRows.in(server)).isEqualTo(table.expected());
            }
        }
    }

    @Test
    void aServerThatDoesNotKnowACommandFailsTheTaskAndNoRowIsSetAside() {
        for (String guard : List.of("true", "false")) {
            CardTable table = new CardTable(50);
            try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN.with("rename-command", "HSET \"\""))) {
                server.start();
                try (SinkTaskDriver task = task(server, "position.guard", guard)) {
                    assertThatThrownBy(() -> {
                                task.put(table.inserts());
                                task.flush();
                            })
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining("it does not know a command of the sink");
                    assertThat(task.deadLetterReasons()).isEmpty();
                }
            }
        }
    }

    /** The server would end the connection, which looks like an outage, and the row would be tried again for ever. */
    @Test
    void aRowOverTheServersLimitIsSetAsideAndItsNeighboursAreWritten() {
        SourceTable notes = new SourceTable(
                "ods.CARD",
                SchemaBuilder.struct()
                        .field("CARD_NO", Schema.INT32_SCHEMA)
                        .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
                        .build(),
                List.of("CARD_NO"));
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN.with("proto-max-bulk-len", "1mb"))) {
            server.start();
            for (String guard : List.of("true", "false")) {
                run(server, "FLUSHALL");
                try (SinkTaskDriver task = task(server, "position.guard", guard)) {
                    task.put(
                            notes.add(10, notes.row("CARD_NO", 1, "NOTE", "small")),
                            notes.add(11, notes.row("CARD_NO", 4111, "NOTE", "x".repeat(2 << 20))),
                            notes.add(12, notes.row("CARD_NO", 3, "NOTE", "small")));
                    task.flush();

                    assertThat(task.deadLetterReasons())
                            .singleElement()
                            .asString()
                            .contains("proto-max-bulk-len", "1048576")
                            .doesNotContain("4111");
                }
                assertThat(run(server, "EXISTS", "card:1", "card:3")).isEqualTo("2");
                assertThat(run(server, "EXISTS", "card:4111")).isEqualTo("0");
            }
        }
    }

    private static SinkTaskDriver task(RedisServer server, String... options) {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "redis.hosts";
        all[options.length + 1] = "127.0.0.1:" + server.port();
        return new SinkTaskDriver(RedisSinkTask::new, CardTable.props(all));
    }

    private static String run(RedisServer server, String... command) {
        try (RedisTalk talk = server.talk()) {
            return String.valueOf(talk.run(command));
        }
    }
}
