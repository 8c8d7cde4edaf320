package io.odsconnect.cassandra.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowMapperTest {

    private static final String TOPIC = "ods.BANK.CARD";
    private static final TestTable CARD = new TestTable("bank.card")
            .partitionKey("client", DataTypes.INT)
            .clusteringColumn("card_no", DataTypes.TEXT)
            .column("note", DataTypes.TEXT);

    private Metadata metadata = CARD.metadata();

    @Test
    void aRowIsWrittenWithAllColumnsOfTheTable() {
        CassandraWrite put = only(mapper().map(add(Row.of("CARD_NO", "c1", "CLIENT", 7))));

        assertThat(put.isDelete()).isFalse();
        assertThat(put.position()).isEqualTo(10);
        assertThat(put.values()).containsExactly(number(7), text("c1"), null);
        assertThat(put.identity().key()).containsExactly(number(7), text("c1"));
        assertThat(put.sizeInBytes()).isEqualTo(4 + 2 + 3 * 4);
    }

    @Test
    void anUpdateThatLeavesTheKeyIsOneWrite() {
        CassandraWrite put = only(mapper().map(update(
                Row.of("CLIENT", 7, "CARD_NO", "c1", "NOTE", "a"), Row.of("CLIENT", 7, "CARD_NO", "c1", "NOTE", "b"))));

        assertThat(put.values()).containsExactly(number(7), text("c1"), text("b"));
    }

    @Test
    void anUpdateOfAPartitionKeyOrClusteringColumnDeletesTheOldRowFirst() {
        for (Row before : List.of(Row.of("CLIENT", 6, "CARD_NO", "c1"), Row.of("CLIENT", 7, "CARD_NO", "c0"))) {
            List<CassandraWrite> writes = mapper().map(update(before, Row.of("CLIENT", 7, "CARD_NO", "c1")));

            assertThat(writes).extracting(CassandraWrite::isDelete).containsExactly(true, false);
            assertThat(writes).extracting(CassandraWrite::position).containsOnly(10L);
            assertThat(writes.get(0).values())
                    .containsExactly(number((Integer) before.value(0)), text(String.valueOf(before.value(1))));
            assertThat(writes.get(0).identity()).isNotEqualTo(writes.get(1).identity());
        }
    }

    @Test
    void anUpdateWhoseRowBeforeLacksTheKeyIsOneWrite() {
        assertThat(mapper().map(update(Row.of("CLIENT", 6), Row.of("CLIENT", 7, "CARD_NO", "c1"))))
                .hasSize(1);
    }

    @Test
    void aDeleteTakesTheKeyFromTheRowBefore() {
        CassandraWrite delete = only(mapper().map(delete(
                Row.of("CLIENT", 7), Row.of("CLIENT", 7, "CARD_NO", "c1", "NOTE", "x", "GONE_SINCE", 1))));

        assertThat(delete.isDelete()).isTrue();
        assertThat(delete.values()).containsExactly(number(7), text("c1"));
    }

    @Test
    void aDeleteWithoutARowTakesTheKeyFromTheRecordsKey() {
        assertThat(only(mapper().map(delete(Row.of("CLIENT", 7, "CARD_NO", "c1"), null)))
                        .values())
                .containsExactly(number(7), text("c1"));
    }

    @Test
    void aRowWithoutItsKeyTakesItFromTheRecordsKey() {
        CassandraWrite put = only(mapper("column.mapping", "key:client")
                .map(event(Operation.CREATE, Row.of("key", 7), null, Row.of("CARD_NO", "c1", "NOTE", "x"))));

        assertThat(put.values()).containsExactly(number(7), text("c1"), text("x"));
    }

    @Test
    void aTombstoneThatRepeatsADeleteAndLacksAKeyColumnIsSkippedAndAnyOtherIsABadRecord() {
        assertThat(mapper().map(tombstone(Row.of("CLIENT", 7), true))).isEmpty();
        assertThat(mapper().map(tombstone(Row.of("CLIENT", 7, "CARD_NO", "c1"), true)))
                .hasSize(1);
        assertBad(() -> mapper().map(tombstone(Row.of("CLIENT", 7), false)), "card_no", "bank.card");
    }

    @Test
    void aKeyThatCassandraWouldRefuseIsABadRecordThatNamesTheColumn() {
        metadata = new TestTable("bank.card")
                .partitionKey("card_no", DataTypes.TEXT)
                .clusteringColumn("a", DataTypes.TEXT)
                .clusteringColumn("b", DataTypes.TEXT)
                .metadata();
        String most = "x".repeat(65_535);

        assertThat(mapper().map(add(Row.of("CARD_NO", most, "A", "", "B", most))))
                .hasSize(1);
        assertBad(
                () -> mapper().map(add(Row.of("CARD_NO", "", "A", "", "B", ""))),
                "Column card_no, the partition key of table bank.card, is empty");
        assertBad(
                () -> mapper().map(add(Row.of("CARD_NO", most + "x", "A", "", "B", ""))),
                "The partition key of table bank.card would have 65536 bytes",
                "column card_no");
        assertBad(
                () -> mapper().map(add(Row.of("CARD_NO", "1", "A", "x", "B", most))),
                "The clustering columns of table bank.card would have 65536 bytes",
                "column b, which has 65535");

        metadata = new TestTable("bank.card")
                .partitionKey("card_no", DataTypes.TEXT)
                .partitionKey("a", DataTypes.TEXT)
                .metadata();
        assertThat(mapper().map(add(Row.of("CARD_NO", "", "A", "x".repeat(65_529)))))
                .hasSize(1);
        assertBad(
                () -> mapper().map(add(Row.of("CARD_NO", "", "A", "x".repeat(65_530)))),
                "The partition key of table bank.card would have 65536 bytes",
                "column a, which has 65530");
    }

    @Test
    void aColumnIsFoundByItsExactNameElseInLowerCase() {
        metadata = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .column("ID", DataTypes.TEXT)
                .column("Note", DataTypes.TEXT)
                .metadata();

        assertThat(only(mapper().map(add(Row.of("id", 7, "ID", "x", "Note", "n"))))
                        .values())
                .containsExactly(number(7), text("x"), text("n"));
        assertThat(only(mapper().map(add(Row.of("Id", 7)))).values()).containsExactly(number(7), null, null);
        assertBad(() -> mapper().map(add(Row.of("id", 7, "NOTE", "n"))), "no column for field NOTE");
        // ID fills the column of that name, so nothing fills the key.
        assertBad(() -> mapper().map(delete(null, Row.of("ID", 7))), "Column id of the primary key");
    }

    @Test
    void aMappedFieldFillsTheColumnThatIsNamed() {
        assertThat(only(mapper("column.mapping", "KUNDE:client, NR:card_no").map(add(Row.of("KUNDE", 7, "NR", "c1"))))
                        .values())
                .containsExactly(number(7), text("c1"), null);
    }

    @Test
    void twoFieldsForOneColumnAreABadRecord() {
        assertBad(
                () -> mapper().map(add(Row.of("CLIENT", 7, "CARD_NO", "c1", "client", 8))),
                "Fields CLIENT and client both fill column client of table bank.card");
    }

    @Test
    void aFieldWithoutAColumnIsABadRecordThatNamesIt() {
        assertBad(
                () -> mapper().map(add(Row.of("CLIENT", 7, "CARD_NO", "c1", "PIN", "4711"))),
                "Table bank.card has no column for field PIN",
                "column.mapping");
    }

    @Test
    void aKeyColumnThatIsNullIsABadRecord() {
        assertBad(
                () -> mapper().map(add(Row.of("CLIENT", 7, "CARD_NO", null))),
                "Column card_no of the primary key of table bank.card is null");
    }

    @Test
    void aTableWhoseRowsCannotBeReplacedIsRefused() {
        metadata = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .staticColumn("s", DataTypes.TEXT)
                .metadata();
        assertBad(() -> mapper().map(add(Row.of("ID", 7))), "Column s of table bank.card is static");

        metadata = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .column("hits", DataTypes.COUNTER)
                .metadata();
        assertBad(() -> mapper().map(add(Row.of("ID", 7))), "Column hits of table bank.card is a counter");

        metadata = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .column("tags", DataTypes.listOf(DataTypes.TEXT))
                .metadata();
        assertBad(
                () -> mapper().map(add(Row.of("ID", 7))),
                "Column tags of table bank.card is a list that is not frozen");

        metadata = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .column("near", DataTypes.vectorOf(DataTypes.FLOAT, 3))
                .metadata();
        assertBad(
                () -> mapper().map(add(Row.of("ID", 7))),
                "Column near of table bank.card is of type vector<float, 3>, which the sink does not write");
    }

    @Test
    void aTableThatIsNotThereIsNoRecordsFaultUnlessARecordTellsItsName() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> mapper("table.template", "bank.cards").map(add(Row.of("ID", 7))))
                .withMessageContainingAll("no table bank.cards", "create it")
                .isNotInstanceOf(DataException.class);
        assertBad(() -> mapper("table.template", "bank.{T}").map(add(Row.of("T", "cards"))), "no table bank.cards");
        assertBad(() -> mapper("table.template", "cards").map(add(Row.of("ID", 7))), "keyspace.table");
    }

    @Test
    void aTopicWithoutATableIsABadRecord() {
        Map<String, String> options = options();
        options.remove(RowOptions.TABLE_TEMPLATE);
        options.put(RowOptions.TABLE_TEMPLATE + ".other", "bank.card");

        assertBad(() -> mapper(options).map(add(Row.of("ID", 7))), "table.template." + TOPIC);
    }

    @Test
    void aColumnThatIsAddedIsWrittenFromThenOn() {
        RowMapper mapper = mapper();
        Row row = Row.of("CLIENT", 7, "CARD_NO", "c1", "CITY", "Ulm");
        CqlTable before =
                only(mapper.map(add(Row.of("CLIENT", 7, "CARD_NO", "c1")))).table();
        assertBad(() -> mapper.map(add(row)), "CITY");

        metadata = new TestTable("bank.card")
                .partitionKey("client", DataTypes.INT)
                .clusteringColumn("card_no", DataTypes.TEXT)
                .column("note", DataTypes.TEXT)
                .column("city", DataTypes.TEXT)
                .metadata();

        CassandraWrite put = only(mapper.map(add(row)));
        assertThat(put.values()).containsExactly(number(7), text("c1"), null, text("Ulm"));
        assertThat(put.table()).isNotSameAs(before);
    }

    @Test
    void aTableThatIsReadAnewAndHasNotChangedStaysTheSame() {
        RowMapper mapper = mapper();
        CqlTable before =
                only(mapper.map(add(Row.of("CLIENT", 7, "CARD_NO", "c1")))).table();
        metadata = CARD.metadata();

        assertThat(only(mapper.map(add(Row.of("CLIENT", 7, "CARD_NO", "c1")))).table())
                .isSameAs(before);
    }

    @Test
    void aWriteNeverTellsItsKeyOrValues() {
        assertThat(only(mapper().map(add(Row.of("CLIENT", 7, "CARD_NO", "4111", "NOTE", "secret"))))
                        .toString())
                .isEqualTo("put into bank.card at position 10");
    }

    private RowMapper mapper(String... more) {
        Map<String, String> options = options();
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return mapper(options);
    }

    private RowMapper mapper(Map<String, String> options) {
        CassandraSinkConfig config = new CassandraSinkConfig(options);
        return new RowMapper(config.rules(), new Tables(() -> metadata, () -> {}), () -> 0);
    }

    private static Map<String, String> options() {
        return new HashMap<>(Map.of("cassandra.local.datacenter", "dc1", "table.template", "bank.card"));
    }

    private static ChangeEvent add(Row after) {
        return event(Operation.CREATE, null, null, after);
    }

    private static ChangeEvent update(Row before, Row after) {
        return event(Operation.UPDATE, null, before, after);
    }

    private static ChangeEvent delete(@Nullable Row key, @Nullable Row before) {
        return event(Operation.DELETE, key, before, null);
    }

    private static ChangeEvent tombstone(Row key, boolean repeats) {
        return new ChangeEvent(
                Operation.DELETE,
                TOPIC,
                new Origin(TOPIC, 0, 0),
                key,
                null,
                null,
                10,
                ChangeEvent.NO_TIME,
                new ConnectHeaders(),
                repeats);
    }

    private static ChangeEvent event(
            Operation operation, @Nullable Row key, @Nullable Row before, @Nullable Row after) {
        return new ChangeEvent(operation, TOPIC, new Origin(TOPIC, 0, 0), key, before, after, 10, ChangeEvent.NO_TIME);
    }

    private static CassandraWrite only(List<CassandraWrite> writes) {
        assertThat(writes).hasSize(1);
        return writes.get(0);
    }

    private static void assertBad(ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("4711"));
    }

    private static @Nullable ByteBuffer number(@Nullable Integer value) {
        return TypeCodecs.INT.encode(value, DefaultProtocolVersion.V4);
    }

    private static @Nullable ByteBuffer text(String value) {
        return TypeCodecs.TEXT.encode(value, DefaultProtocolVersion.V4);
    }
}
