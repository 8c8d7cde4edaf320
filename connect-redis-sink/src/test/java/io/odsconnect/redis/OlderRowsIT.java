package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Protocol.Command;

/**
 * Rows and markers as version 0.1.0 wrote them, in {@code rows-0.1.0.txt}: the demo's pipeline of the commit aa0ec62 ran on
 * the testbed, and HGETALL and GET of some of its keys are there as the commands that make the same.
 */
class OlderRowsIT {

    private static final long POSITION_OF_ROW = 1_796_089_750_952_335L;
    private static final long POSITION_OF_DELETE = 1_796_089_747_820_459L;
    private static final RedisServer SERVER = RedisServer.embedded(RedisOptions.PLAIN);

    @RegisterExtension
    private static final RedisOfTests REDIS = new RedisOfTests(SERVER);

    private final SourceTable accounts =
            new SourceTable("ods.BANK.ACCOUNT", columns("ACCOUNT_NO", "BALANCE"), List.of("ACCOUNT_NO"));
    private final SourceTable cards = new SourceTable("ods.BANK.CARD", columns("CARD_NO"), List.of("CARD_NO"));
    private final TestClient client = REDIS.emptied();

    @BeforeEach
    void storeWhatTheOlderVersionStored() throws IOException {
        try (InputStream file = Objects.requireNonNull(OlderRowsIT.class.getResourceAsStream("rows-0.1.0.txt"))) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .forEach(
                            words -> client.run(Command.valueOf(words[0]), Arrays.copyOfRange(words, 1, words.length)));
        }
    }

    @Test
    void theirPositionsHoldAgainstOlderEventsAndLetNewerOnesIn() {
        Map<String, String> before = client.hash("account:000000000901");
        try (SinkTaskDriver task = task()) {
            task.put(accounts.bulk(POSITION_OF_ROW - 1, accounts.row("ACCOUNT_NO", "000000000901", "BALANCE", "0.00")));
            task.flush();
            assertThat(client.hash("account:000000000901")).hasSize(8).isEqualTo(before);

            task.put(
                    accounts.updateWithoutBefore(
                            POSITION_OF_ROW + 1, accounts.row("ACCOUNT_NO", "000000000901", "BALANCE", "7.00")),
                    accounts.delete(POSITION_OF_ROW + 2, accounts.row("ACCOUNT_NO", "000000000001")));
            task.flush();
        }
        assertThat(client.hash("account:000000000901"))
                .isEqualTo(Map.of(
                        "ACCOUNT_NO",
                        "000000000901",
                        "BALANCE",
                        "7.00",
                        "__position",
                        Long.toString(POSITION_OF_ROW + 1)));
        assertThat(client.exists("account:000000000001")).isFalse();
    }

    @Test
    void theirMarkersHoldAgainstALateBulkRow() {
        try (SinkTaskDriver task = task()) {
            task.put(cards.bulk(POSITION_OF_DELETE - 1, cards.row("CARD_NO", "4000004290437239")));
            task.flush();
            assertThat(client.exists("card:4000004290437239")).isFalse();

            task.put(cards.add(POSITION_OF_DELETE + 1, cards.row("CARD_NO", "4000004290437239")));
            task.flush();
        }
        assertThat(client.hash("card:4000004290437239")).containsKey("__position");
    }

    private SinkTaskDriver task() {
        return new SinkTaskDriver(
                RedisSinkTask::new,
                Map.of(
                        "name",
                        "redis-sink",
                        "redis.hosts",
                        SERVER.host() + ":" + SERVER.port(),
                        "key.template." + accounts.topic(),
                        "account:{ACCOUNT_NO}",
                        "key.template." + cards.topic(),
                        "card:{CARD_NO}"));
    }

    private static Schema columns(String... names) {
        SchemaBuilder columns = SchemaBuilder.struct();
        for (String name : names) {
            columns.field(name, Schema.OPTIONAL_STRING_SCHEMA);
        }
        return columns.build();
    }
}
