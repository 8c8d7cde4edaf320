package io.odsconnect.cassandra.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written for a row that came or went, in a table of rows and in a history. */
class RowRulesTest {

    private static final String TOPIC = "ods.BANK.CARD";
    private static final TestTable CARD = new TestTable("bank.card")
            .partitionKey("id", DataTypes.INT)
            .column("a", DataTypes.TEXT)
            .column("b", DataTypes.TEXT)
            .column("until", DataTypes.TIMESTAMP);
    private static final TestTable HISTORY = new TestTable("bank.card")
            .partitionKey("id", DataTypes.INT)
            .clusteringColumn("position", DataTypes.BIGINT)
            .column("operation", DataTypes.TEXT)
            .column("commit_time", DataTypes.BIGINT)
            .column("a", DataTypes.TEXT);

    private Metadata metadata = CARD.metadata();

    @Test
    void aRowWithOneNullIsInsertedAndOneWithMoreReplaced() {
        assertThat(kind(Row.of("ID", 1, "A", "x", "B", "y", "UNTIL", null))).isEqualTo(Kind.INSERT);
        assertThat(kind(Row.of("ID", 1, "A", "x", "B", null, "UNTIL", null))).isEqualTo(Kind.REPLACE);
        assertThat(kind(Row.of("ID", 1))).isEqualTo(Kind.REPLACE);
    }

    @Test
    void theOptionTellsWhatBecomesOfNulls() {
        assertThat(kind(Row.of("ID", 1), "null.handling", "tombstone")).isEqualTo(Kind.INSERT);
        assertThat(kind(Row.of("ID", 1), "null.handling", "unset")).isEqualTo(Kind.MERGE);
    }

    @Test
    void withoutAPositionNothingIsBelowIt() {
        ChangeEvent event = event(Operation.CREATE, null, null, Row.of("ID", 1), ChangeEvent.NO_POSITION);

        assertThat(mapper("position.guard", "false").map(event))
                .extracting(CassandraWrite::kind)
                .containsExactly(Kind.INSERT);
    }

    @Test
    void aRowWhoseTimeIsOverIsDeleted() {
        Row row = Row.of("ID", 1, "A", "x", "UNTIL", Instant.ofEpochMilli(NOW));

        List<CassandraWrite> writes = mapper("ttl.field", "UNTIL").map(add(row));

        assertThat(writes).extracting(CassandraWrite::kind).containsExactly(Kind.DELETE);
        assertThat(writes.get(0).position()).isEqualTo(10);
    }

    @Test
    void aRowThatGoesLaterSaysWhen() {
        Row row = Row.of("ID", 1, "UNTIL", Instant.ofEpochMilli(NOW + 1));

        assertThat(mapper("ttl.field", "UNTIL").map(add(row)))
                .extracting(CassandraWrite::expiry)
                .containsExactly(Expiry.at(NOW + 1));
        assertThat(mapper("ttl.ms", "5").map(add(Row.of("ID", 1))))
                .extracting(CassandraWrite::expiry)
                .containsExactly(Expiry.after(5));
    }

    @Test
    void aChangeIsARowWithPositionOperationAndCommitTime() {
        CassandraWrite write = only(history().map(add(Row.of("ID", 1, "A", "x"))));

        assertThat(write.kind()).isEqualTo(Kind.MERGE);
        assertThat(write.isDelete()).isFalse();
        assertThat(write.values())
                .containsExactly(
                        TypeCodecs.INT.encode(1, ProtocolVersion.V4),
                        TypeCodecs.BIGINT.encode(10L, ProtocolVersion.V4),
                        TypeCodecs.TEXT.encode("c", ProtocolVersion.V4),
                        TypeCodecs.BIGINT.encode(7L, ProtocolVersion.V4),
                        TypeCodecs.TEXT.encode("x", ProtocolVersion.V4));
    }

    @Test
    void changesOfARowAreRowsOfTheirOwnAndTheSameChangeIsTheSame() {
        RowMapper mapper = history();
        ChangeEvent at10 = event(Operation.UPDATE, null, null, Row.of("ID", 1), 10);
        ChangeEvent at11 = event(Operation.UPDATE, null, null, Row.of("ID", 1), 11);

        assertThat(only(mapper.map(at10)).identity())
                .isEqualTo(only(mapper.map(at10)).identity());
        assertThat(only(mapper.map(at10)).identity())
                .isNotEqualTo(only(mapper.map(at11)).identity());
    }

    @Test
    void aDeleteIsARowWithWhatWasThere() {
        CassandraWrite write = only(history()
                .map(event(Operation.DELETE, Row.of("ID", 1), Row.of("ID", 1, "A", "x", "GONE", 1), null, 10)));

        assertThat(write.kind()).isEqualTo(Kind.MERGE);
        assertThat(text(write, 2)).isEqualTo("d");
        assertThat(text(write, 4)).isEqualTo("x");
        assertThat(only(history().map(event(Operation.DELETE, Row.of("ID", 1), null, null, 10)))
                        .values()
                        .get(4))
                .isNull();
    }

    @Test
    void aChangeOfTheKeyIsADeleteUnderTheOldOne() {
        List<CassandraWrite> writes =
                history().map(event(Operation.UPDATE, null, Row.of("ID", 1, "A", "x"), Row.of("ID", 2, "A", "x"), 10));

        assertThat(writes).extracting(write -> text(write, 2)).containsExactly("d", "u");
        assertThat(writes)
                .extracting(write -> write.values().get(0))
                .containsExactly(
                        TypeCodecs.INT.encode(1, ProtocolVersion.V4), TypeCodecs.INT.encode(2, ProtocolVersion.V4));
    }

    @Test
    void aTombstoneThatRepeatsADeleteIsNoChangeAndAnyOtherIsOne() {
        assertThat(history().map(tombstone(true))).isEmpty();
        assertThat(text(only(history().map(tombstone(false))), 2)).isEqualTo("d");
    }

    private static ChangeEvent tombstone(boolean repeats) {
        return new ChangeEvent(
                Operation.DELETE,
                TOPIC,
                new Origin(TOPIC, 0, 0),
                Row.of("ID", 1),
                null,
                null,
                10,
                7,
                new ConnectHeaders(),
                repeats);
    }

    @Test
    void aChangeWithoutACommitTimeLeavesItNull() {
        ChangeEvent event = new ChangeEvent(
                Operation.CREATE, TOPIC, new Origin(TOPIC, 0, 0), null, null, Row.of("ID", 1), 10, ChangeEvent.NO_TIME);

        assertThat(only(history().map(event)).values().get(3)).isNull();
    }

    @Test
    void aChangeThatIsOverLeavesNoRowButADeleteStaysForEver() {
        RowMapper mapper = history("ttl.field", "UNTIL", "column.mapping", "UNTIL:a");
        Row over = Row.of("ID", 1, "UNTIL", Instant.EPOCH);

        assertThat(mapper.map(add(over))).isEmpty();
        assertThat(only(mapper.map(event(Operation.DELETE, null, over, null, 10)))
                        .expiry())
                .isNull();
        assertThat(only(history("ttl.ms", "5").map(event(Operation.DELETE, null, Row.of("ID", 1), null, 10)))
                        .expiry())
                .isEqualTo(Expiry.after(5));
    }

    @Test
    void aFieldThatWouldFillAColumnOfTheChangeIsABadRecord() {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> history().map(add(Row.of("ID", 1, "OPERATION", "x"))))
                .withMessageContainingAll("OPERATION", "column operation", "column.mapping");
    }

    @Test
    void aTableWithoutTheColumnsOfAHistoryIsRefused() {
        RowMapper mapper = history();
        for (TestTable table : List.of(
                new TestTable("bank.card").partitionKey("id", DataTypes.INT),
                new TestTable("bank.card").partitionKey("id", DataTypes.INT).column("position", DataTypes.BIGINT),
                new TestTable("bank.card").partitionKey("id", DataTypes.INT).partitionKey("position", DataTypes.BIGINT),
                new TestTable("bank.card")
                        .partitionKey("id", DataTypes.INT)
                        .clusteringColumn("position", DataTypes.TIMESTAMP))) {
            metadata = table.metadata();
            assertThatExceptionOfType(BadRecordException.class)
                    .isThrownBy(() -> mapper.map(add(Row.of("ID", 1))))
                    .withMessageContainingAll("bank.card", "clustering column position of type bigint");
        }
        metadata = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .clusteringColumn("position", DataTypes.BIGINT)
                .column("operation", DataTypes.INT)
                .metadata();
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> mapper.map(add(Row.of("ID", 1))))
                .withMessageContainingAll("no column operation of type text or ascii", "history.operation.column");
    }

    @Test
    void aWriteIsTakenOverToATableThatHasChanged() {
        CassandraWrite write = only(mapper().map(add(Row.of("ID", 1, "A", "x"))));
        CqlTable changed = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .column("c", DataTypes.INT)
                .column("a", DataTypes.TEXT)
                .table();
        CqlTable without = new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .column("a", DataTypes.BLOB)
                .table();

        CassandraWrite moved = write.in(changed);

        assertThat(moved.table()).isSameAs(changed);
        assertThat(moved.identity()).isEqualTo(write.identity());
        assertThat(moved.values())
                .containsExactly(
                        TypeCodecs.INT.encode(1, ProtocolVersion.V4),
                        null,
                        TypeCodecs.TEXT.encode("x", ProtocolVersion.V4));
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> write.in(without))
                .withMessageContaining("no longer has a column a");
    }

    private static final long NOW = 1_000_000;

    private Kind kind(Row row, String... options) {
        return only(mapper(options).map(add(row))).kind();
    }

    private RowMapper history(String... more) {
        metadata = HISTORY.metadata();
        Map<String, String> options = options(more);
        options.put("write.mode", "history");
        return mapper(options);
    }

    private RowMapper mapper(String... more) {
        return mapper(options(more));
    }

    private RowMapper mapper(Map<String, String> options) {
        return new RowMapper(new CassandraSinkConfig(options).rules(), new Tables(() -> metadata, () -> {}), () -> NOW);
    }

    private static Map<String, String> options(String... more) {
        Map<String, String> options =
                new HashMap<>(Map.of("cassandra.local.datacenter", "dc1", "table.template", "bank.card"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    private static ChangeEvent add(Row after) {
        return event(Operation.CREATE, null, null, after, 10);
    }

    private static ChangeEvent event(
            Operation operation, @Nullable Row key, @Nullable Row before, @Nullable Row after, long position) {
        return new ChangeEvent(operation, TOPIC, new Origin(TOPIC, 0, 0), key, before, after, position, 7);
    }

    private static CassandraWrite only(List<CassandraWrite> writes) {
        assertThat(writes).hasSize(1);
        return writes.get(0);
    }

    private static @Nullable String text(CassandraWrite write, int column) {
        return TypeCodecs.TEXT.decode(write.values().get(column), ProtocolVersion.V4);
    }
}
