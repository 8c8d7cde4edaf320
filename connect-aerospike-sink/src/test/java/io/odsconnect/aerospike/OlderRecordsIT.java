package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.Bin;
import com.aerospike.client.Key;
import com.aerospike.client.policy.WritePolicy;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records and markers as version 0.1.0 wrote them, in {@code records-0.1.0.txt}: the demo's pipeline of the commit aa0ec62
 * ran on the testbed, and a scan printed set, user key and bins of some of its records; integers end in L.
 */
class OlderRecordsIT {

    private static final long POSITION_OF_ROW = 1_796_089_751_426_744L;
    private static final long POSITION_OF_DELETE = 1_796_089_749_531_526L;

    private final Cluster cluster = Cluster.get();
    private final String prefix = cluster.newSet();
    private final SourceTable accounts =
            new SourceTable("ods.BANK.ACCOUNT", columns("ACCOUNT_NO", "BALANCE"), List.of("ACCOUNT_NO"));
    private final SourceTable cards = new SourceTable("ods.BANK.CARD", columns("CARD_NO"), List.of("CARD_NO"));

    @BeforeEach
    void storeWhatTheOlderVersionStored() throws IOException {
        WritePolicy policy = new WritePolicy();
        policy.sendKey = true;
        try (InputStream file = Objects.requireNonNull(OlderRecordsIT.class.getResourceAsStream("records-0.1.0.txt"))) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .forEach(words -> cluster.client()
                            .put(
                                    policy,
                                    key(words[0], words[1]),
                                    Arrays.stream(words)
                                            .skip(2)
                                            .map(OlderRecordsIT::bin)
                                            .toArray(Bin[]::new)));
        }
    }

    private static Bin bin(String text) {
        int end = text.indexOf('=');
        String value = text.substring(end + 1);
        return value.endsWith("L")
                ? new Bin(text.substring(0, end), Long.parseLong(value.substring(0, value.length() - 1)))
                : new Bin(text.substring(0, end), value);
    }

    @Test
    void theirPositionsHoldAgainstOlderEventsAndLetNewerOnesIn() {
        Map<String, Object> before = Objects.requireNonNull(bins("account", "000000000993"));
        try (SinkTaskDriver task = task()) {
            task.put(accounts.bulk(POSITION_OF_ROW - 1, accounts.row("ACCOUNT_NO", "000000000993", "BALANCE", "0.00")));
            task.flush();
            assertThat(bins("account", "000000000993")).hasSize(8).isEqualTo(before);

            task.put(
                    accounts.updateWithoutBefore(
                            POSITION_OF_ROW + 1, accounts.row("ACCOUNT_NO", "000000000993", "BALANCE", "7.00")),
                    accounts.delete(POSITION_OF_ROW + 2, accounts.row("ACCOUNT_NO", "000000000226")));
            task.flush();
        }
        assertThat(bins("account", "000000000993"))
                .isEqualTo(Map.of("ACCOUNT_NO", "000000000993", "BALANCE", "7.00", "__position", POSITION_OF_ROW + 1));
        assertThat(bins("account", "000000000226")).isNull();
    }

    @Test
    void theirMarkersHoldAgainstALateBulkRow() {
        try (SinkTaskDriver task = task()) {
            task.put(cards.bulk(POSITION_OF_DELETE - 1, cards.row("CARD_NO", "4000002510830118")));
            task.flush();
            assertThat(bins("card", "4000002510830118")).isNull();

            task.put(cards.add(POSITION_OF_DELETE + 1, cards.row("CARD_NO", "4000002510830118")));
            task.flush();
        }
        assertThat(bins("card", "4000002510830118")).containsKey("__position");
    }

    private SinkTaskDriver task() {
        return new SinkTaskDriver(
                AerospikeSinkTask::new,
                Map.of(
                        "name",
                        "aerospike-sink",
                        "aerospike.hosts",
                        cluster.server().host() + ":" + cluster.server().port(),
                        "aerospike.namespace",
                        cluster.server().namespace(),
                        "set.template." + accounts.topic(),
                        prefix + "account",
                        "set.template." + cards.topic(),
                        prefix + "card"));
    }

    /** Returns a key in this test's own set for a set of the older version. */
    private Key key(String set, String id) {
        return new Key(cluster.server().namespace(), prefix + set, id);
    }

    private @Nullable Map<String, Object> bins(String set, String id) {
        var found = cluster.client().get(null, key(set, id));
        return found == null ? null : found.bins;
    }

    private static Schema columns(String... names) {
        SchemaBuilder columns = SchemaBuilder.struct();
        for (String name : names) {
            columns.field(name, Schema.OPTIONAL_STRING_SCHEMA);
        }
        return columns.build();
    }
}
