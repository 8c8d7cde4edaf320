package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code write.mode=history} keeps, seen by another client. */
@ExtendWith(TestbedExtension.class)
class HistoryIT {

    private static final String TABLE = "create table %s.card_history (card_no text, position bigint, operation text,"
            + " commit_time timestamp, client int, daily_limit int, primary key (card_no, position))"
            + " with clustering order by (position desc)";
    /** As the documentation has it. */
    private static final String AS_OF = "select * from %s.card_history where card_no = ? and position <= ? limit 1";

    private final Keyspace keyspace;
    private final SourceTable cards = new SourceTable(
            "ods.BANK.CARD",
            SchemaBuilder.struct()
                    .field("CARD_NO", Schema.STRING_SCHEMA)
                    .field("CLIENT", Schema.OPTIONAL_INT32_SCHEMA)
                    .field("DAILY_LIMIT", Schema.OPTIONAL_INT32_SCHEMA)
                    .build(),
            List.of("CARD_NO"));
    private SinkTaskDriver task;

    HistoryIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run(TABLE);
        task = start();
    }

    @AfterEach
    void stop() {
        task.close();
        keyspace.close();
    }

    @Test
    void everyChangeIsARowWithOperationAndCommitTime() {
        task.put(
                cards.bulk(1000, cards.row("CARD_NO", "a", "CLIENT", 7, "DAILY_LIMIT", 100)),
                cards.update(
                        2000,
                        cards.row("CARD_NO", "a", "CLIENT", 7, "DAILY_LIMIT", 100),
                        cards.row("CARD_NO", "a", "CLIENT", 7)),
                cards.delete(3000, cards.row("CARD_NO", "a", "CLIENT", 7)),
                cards.tombstone(3000, cards.row("CARD_NO", "a")),
                cards.add(4000, cards.row("CARD_NO", "a", "CLIENT", 8)));
        task.flush();

        assertThat(history("a"))
                .containsExactly(
                        change(4000, "c", "card_no", "a", "client", 8),
                        change(3000, "d", "card_no", "a", "client", 7),
                        change(2000, "u", "card_no", "a", "client", 7),
                        change(1000, "r", "card_no", "a", "client", 7, "daily_limit", 100));
        assertThat(task.deadLetterReasons()).isEmpty();
    }

    @Test
    void theRowAtAnyMomentIsReadBack() {
        task.put(
                cards.add(1000, cards.row("CARD_NO", "a", "CLIENT", 1)),
                cards.updateWithoutBefore(2000, cards.row("CARD_NO", "a", "CLIENT", 2)),
                cards.delete(3000, cards.row("CARD_NO", "a", "CLIENT", 2)));
        // A bulk row that comes late takes its own place.
        task.put(cards.bulk(1500, cards.row("CARD_NO", "a", "CLIENT", 1)));
        task.flush();

        assertThat(asOf("a", 999)).isEmpty();
        assertThat(asOf("a", 1000)).contains(entry("operation", "c"), entry("client", 1));
        assertThat(asOf("a", 1999)).contains(entry("operation", "r"), entry("client", 1));
        assertThat(asOf("a", 2999)).contains(entry("operation", "u"), entry("client", 2));
        assertThat(asOf("a", 3000)).contains(entry("operation", "d"));
    }

    @Test
    void aChangeOfTheKeyEndsTheOldRowsHistoryAndGoesOnInTheNewOne() {
        task.put(
                cards.add(1000, cards.row("CARD_NO", "a", "CLIENT", 1)),
                cards.update(2000, cards.row("CARD_NO", "a", "CLIENT", 1), cards.row("CARD_NO", "b", "CLIENT", 1)));
        task.flush();

        assertThat(history("a"))
                .containsExactly(
                        change(2000, "d", "card_no", "a", "client", 1), change(1000, "c", "card_no", "a", "client", 1));
        assertThat(history("b")).containsExactly(change(2000, "u", "card_no", "b", "client", 1));
    }

    @Test
    void whatComesAgainIsNoNewRow() {
        task.put(
                cards.bulk(500, cards.row("CARD_NO", "a", "CLIENT", 1)),
                cards.add(1000, cards.row("CARD_NO", "a", "CLIENT", 1, "DAILY_LIMIT", 5)),
                cards.update(2000, cards.row("CARD_NO", "a", "CLIENT", 1), cards.row("CARD_NO", "b")),
                cards.delete(3000, cards.row("CARD_NO", "b")));
        task.flush();
        List<Map<String, Object>> a = history("a");
        List<Map<String, Object>> b = history("b");
        task.rewind();
        task.flush();

        assertThat(a).hasSize(3);
        assertThat(b).hasSize(2);
        assertThat(history("a")).isEqualTo(a);
        assertThat(history("b")).isEqualTo(b);
    }

    @Test
    void changesOfARowThatWaitTogetherAreAllKept() {
        for (int i = 0; i < 1000; i++) {
            task.put(cards.updateWithoutBefore(1000 + i, cards.row("CARD_NO", "a", "CLIENT", i)));
        }
        task.flush();

        assertThat(history("a")).hasSize(1000);
    }

    @Test
    void aTombstoneThatNothingElseTellsOfIsKeptAsADelete() {
        task.close();
        task = start("position.from", "offset", "record.format", "flat");
        task.put(new SinkRecord("flat", 0, null, Map.of("CARD_NO", "a"), null, Map.of("CARD_NO", "a", "CLIENT", 3), 0));
        task.put(new SinkRecord("flat", 0, null, Map.of("CARD_NO", "a"), null, null, 1));
        task.flush();

        assertThat(history("a"))
                .containsExactly(
                        Map.of("card_no", "a", "position", 1L, "operation", "d"),
                        Map.of("card_no", "a", "position", 0L, "operation", "u", "client", 3));
    }

    @Test
    void anEventWithoutAPositionIsABadRecord() {
        task.close();
        task = start("position.from", "header:nowhere");
        task.put(cards.add(1000, cards.row("CARD_NO", "a", "CLIENT", 1)));
        task.flush();

        assertThat(history("a")).isEmpty();
        assertThat(task.deadLetterReasons()).singleElement().asString().contains("position.from");
    }

    @Test
    void aRowOfAHistoryBringsNoTombstone() {
        task.put(cards.add(1000, cards.row("CARD_NO", "a")));
        task.flush();

        assertThat(Tombstones.of(keyspace, "select * from %s.card_history where card_no = 'a'"))
                .isZero();
    }

    private SinkTaskDriver start(String... more) {
        Map<String, String> options = keyspace.options("card_history", more);
        options.put("write.mode", "history");
        return new SinkTaskDriver(CassandraSinkTask::new, options);
    }

    private List<Map<String, Object>> history(String card) {
        return keyspace
                .session()
                .execute(SimpleStatement.newInstance(
                        "select * from " + keyspace.name() + ".card_history where card_no = ?", card))
                .all()
                .stream()
                .map(Keyspace::columns)
                .toList();
    }

    private Map<String, Object> asOf(String card, long position) {
        Row row = keyspace.session()
                .execute(SimpleStatement.newInstance(AS_OF.formatted(keyspace.name()), card, position))
                .one();
        return row == null ? Map.of() : Keyspace.columns(row);
    }

    private static Map<String, Object> change(long position, String operation, Object... more) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("position", position);
        columns.put("operation", operation);
        columns.put("commit_time", Instant.ofEpochMilli(position / 1000));
        for (int i = 0; i < more.length; i += 2) {
            columns.put((String) more[i], more[i + 1]);
        }
        return columns;
    }
}
