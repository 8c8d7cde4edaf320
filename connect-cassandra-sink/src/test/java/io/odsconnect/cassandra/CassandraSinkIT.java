package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only Cassandra has of rows and columns, seen by another client; what all sinks do is in {@link CassandraSuiteIT}. */
@ExtendWith(TestbedExtension.class)
class CassandraSinkIT {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
            .field("LIMIT", Decimal.builder(2).optional().build())
            .field("SINCE", Timestamp.builder().optional().build())
            .field("PIN", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("ACTIVE", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("TAGS", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .build();
    private static final String CARD = "create table %s.card (id bigint primary key, name text, \"limit\" decimal,"
            + " since timestamp, pin blob, active boolean, tags set<text>)";

    private final Keyspace keyspace;
    private final SourceTable table = new SourceTable("ods.BANK.CARD", ROW, List.of("ID"));
    private SinkTaskDriver task;

    CassandraSinkIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run(CARD);
        task = start();
    }

    @BeforeEach
    void nothingIsThere() {
        assertThat(keyspace.rows("card")).isEmpty();
    }

    @AfterEach
    void stop() {
        task.close();
        keyspace.close();
    }

    @Test
    void anAddedRowHasItsColumnsAndItsPositionAsTheWriteTimestamp() {
        task.put(table.add(
                10,
                table.row(
                        "ID",
                        1L,
                        "NAME",
                        "Ann",
                        "LIMIT",
                        new BigDecimal("1500.50"),
                        "SINCE",
                        Timestamp.toLogical(Timestamp.SCHEMA, 0),
                        "PIN",
                        new byte[] {1},
                        "ACTIVE",
                        true,
                        "TAGS",
                        List.of("a", "b"))));
        task.flush();

        assertThat(card(1))
                .containsOnly(
                        entry("id", 1L),
                        entry("name", "Ann"),
                        entry("limit", new BigDecimal("1500.50")),
                        entry("since", Instant.EPOCH),
                        entry("pin", ByteBuffer.wrap(new byte[] {1})),
                        entry("active", true),
                        entry("tags", Set.of("a", "b")));
        assertThat(keyspace.value("select writetime(name) from %s.card")).isEqualTo(10L);
    }

    @Test
    void anUpdateReplacesTheWholeRow() {
        task.put(table.add(10, table.row("ID", 1L, "NAME", "Ann", "ACTIVE", true, "TAGS", List.of("a", "b"))));
        task.flush();
        task.put(table.update(11, table.row("ID", 1L), table.row("ID", 1L, "NAME", "Bea", "TAGS", List.of("c"))));
        task.flush();

        assertThat(card(1)).containsOnly(entry("id", 1L), entry("name", "Bea"), entry("tags", Set.of("c")));
    }

    @Test
    void aLateBulkRowDoesNotGoBackBehindAnUpdate() {
        task.put(table.add(10, table.row("ID", 1L, "NAME", "new")));
        task.flush();
        task.put(table.bulk(9, table.row("ID", 1L, "NAME", "old", "ACTIVE", true, "TAGS", List.of("a"))));
        task.flush();

        assertThat(card(1)).containsOnly(entry("id", 1L), entry("name", "new"));
    }

    @Test
    void aBadRowIsSetAsideAndTheOthersAreWritten() {
        // Eight bytes of a number fit a bigint only; the key is told to nobody.
        Schema wide = SchemaBuilder.struct()
                .field("ID", Decimal.builder(0).build())
                .field("NAME", Schema.STRING_SCHEMA)
                .build();
        SourceTable cards = new SourceTable("ods.BANK.CARD", wide, List.of("ID"));
        task.put(
                cards.add(10, cards.row("ID", BigDecimal.valueOf(1), "NAME", "Ann")),
                cards.add(11, cards.row("ID", new BigDecimal("94111111111111111111"), "NAME", "Bea")),
                cards.add(12, cards.row("ID", BigDecimal.valueOf(3), "NAME", "Cid")));
        task.flush();

        assertThat(keyspace.rows("card")).containsOnlyKeys(1L, 3L);
        assertThat(task.deadLetters()).hasSize(1);
        assertThat(task.deadLetterReasons().get(0))
                .contains("Column id of table " + keyspace.name() + ".card is of type bigint")
                .doesNotContain("94111");
    }

    @Test
    void aRowThatTheServerRefusesIsSetAsideAndItsKeyToldToNobody() {
        keyspace.run("create table %s.note (card_no text primary key, body blob)");
        SourceTable notes = new SourceTable(
                "ods.BANK.NOTE",
                SchemaBuilder.struct()
                        .field("CARD_NO", Schema.STRING_SCHEMA)
                        .field("BODY", Schema.BYTES_SCHEMA)
                        .build(),
                List.of("CARD_NO"));
        restart(keyspace.options("note"));
        task.put(
                notes.add(10, notes.row("CARD_NO", "4111", "BODY", new byte[] {1})),
                notes.add(11, notes.row("CARD_NO", "4222", "BODY", new byte[5 << 20])),
                notes.add(12, notes.row("CARD_NO", "", "BODY", new byte[] {1})),
                notes.add(13, notes.row("CARD_NO", "4333", "BODY", new byte[] {1})));
        task.flush();

        assertThat(keyspace.rows("note")).containsOnlyKeys("4111", "4333");
        assertThat(task.deadLetterReasons()).hasSize(2);
        assertThat(task.deadLetterReasons())
                .anySatisfy(reason -> assertThat(reason)
                        .contains(keyspace.name() + ".note", "exceeds allowed maximum")
                        .doesNotContain("4222"))
                .anySatisfy(reason -> assertThat(reason).contains(keyspace.name() + ".note", "empty"));
    }

    @Test
    void rowsExpireAsTheOptionSays() {
        restart(keyspace.options("card", "ttl.ms", "1000000"));
        task.put(table.add(10, table.row("ID", 1L, "NAME", "Ann")));
        task.flush();

        assertThat(keyspace.value("select ttl(name) from %s.card"))
                .asString()
                .satisfies(ttl -> assertThat(Integer.parseInt(ttl)).isBetween(900, 1000));
    }

    @Test
    void aColumnThatIsAddedWhileTheTaskRunsIsWritten() {
        task.put(table.add(10, table.row("ID", 1L, "NAME", "Ann")));
        task.flush();
        keyspace.run("alter table %s.card add city text");
        SourceTable wider = new SourceTable(
                "ods.BANK.CARD2",
                SchemaBuilder.struct()
                        .field("ID", Schema.INT64_SCHEMA)
                        .field("NAME", Schema.STRING_SCHEMA)
                        .field("CITY", Schema.STRING_SCHEMA)
                        .build(),
                List.of("ID"));
        // The driver waits a second for more changes before it reads the schema; till then there is no such column.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            task.put(wider.updateWithoutBefore(11, wider.row("ID", 1L, "NAME", "Ann", "CITY", "Ulm")));
            task.flush();
            return "Ulm".equals(card(1).get("city"));
        });
        // A row of the old form still is a whole row.
        task.put(table.updateWithoutBefore(12, table.row("ID", 1L, "NAME", "Bea")));
        task.flush();

        assertThat(card(1)).containsOnly(entry("id", 1L), entry("name", "Bea"));
    }

    /** Why the sink refuses such a list. */
    @Test
    void toAListThatIsNotFrozenCassandraAddsTheElementsOfAWriteThatComesTwice() {
        keyspace.run("create table %s.lists (id bigint primary key, loose list<text>, frozen frozen<list<text>>)");
        String insert = "insert into %s.lists (id, loose, frozen) values (1, ['a'], ['a']) using timestamp 10";
        keyspace.run(insert);
        keyspace.run(insert);
        assertThat(keyspace.rows("lists").get(1L))
                .containsEntry("loose", List.of("a", "a"))
                .containsEntry("frozen", List.of("a"));

        restart(keyspace.options("lists"));
        task.put(table.add(10, table.row("ID", 1L)));
        task.flush();
        assertThat(task.deadLetterReasons().get(0)).contains("Column loose", "a list that is not frozen");
    }

    @Test
    void anEventWithoutAPositionIsSetAsideWhileTheGuardIsOn() {
        restart(keyspace.options("card", "position.from", "none"));
        task.put(table.add(10, table.row("ID", 1L, "NAME", "a")));
        task.flush();

        assertThat(card(1)).isEmpty();
        assertThat(task.deadLetterReasons()).singleElement().asString().contains("write timestamp", "position.from");
    }

    private Map<String, Object> card(long id) {
        return keyspace.rows("card").getOrDefault(id, Map.of());
    }

    private void restart(Map<String, String> options) {
        task.close();
        task = new SinkTaskDriver(CassandraSinkTask::new, options);
    }

    private SinkTaskDriver start() {
        return new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("card"));
    }
}
