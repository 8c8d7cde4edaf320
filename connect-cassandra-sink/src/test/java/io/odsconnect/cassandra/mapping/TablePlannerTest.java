package io.odsconnect.cassandra.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.common.config.ByTopic;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TablePlannerTest {

    private static final TableName NAME = TableName.parse("bank.entry").orElseThrow();
    private static final WriteMode UPSERT = new WriteMode.Upsert(NullHandling.REPLACE);
    private static final Row KEY = rowOf(SchemaBuilder.struct()
            .field("ACCOUNT", Schema.STRING_SCHEMA)
            .field("SEQ", Schema.INT32_SCHEMA)
            .build());
    private static final Row ROW = rowOf(SchemaBuilder.struct()
            .field("SEQ", Schema.INT32_SCHEMA)
            .field("ACCOUNT", Schema.STRING_SCHEMA)
            .field("AMOUNT", Decimal.schema(2))
            .build());

    @Test
    void theFieldsOfTheKeyAreThePrimaryKey() {
        CqlTable table = plan(UPSERT, ByTopic.of(null, Map.of()), KEY, ROW);

        assertThat(table.isPlanned()).isTrue();
        assertThat(table.partitionKey()).extracting(CqlColumn::toString).containsExactly("account", "seq");
        assertThat(table.columns()).extracting(CqlColumn::toString).containsExactly("account", "seq", "amount");
        assertThat(table.columns())
                .extracting(CqlColumn::type)
                .containsExactly(DataTypes.TEXT, DataTypes.INT, DataTypes.DECIMAL);
    }

    @Test
    void theOptionTellsThePartitionKeyOfATopic() {
        CqlTable table = plan(UPSERT, ByTopic.of(null, Map.of("ods", List.of("SEQ"))), KEY, ROW);

        assertThat(table.partitionKey()).extracting(CqlColumn::toString).containsExactly("seq");
        assertThat(table.clustering()).extracting(CqlColumn::toString).containsExactly("account");
        assertRefused(
                () -> plan(UPSERT, ByTopic.of(List.of("AMOUNT"), Map.of()), KEY, ROW),
                "no field AMOUNT in the record's key");
    }

    @Test
    void aHistoryHasThePositionAtTheEndOfItsKey() {
        CqlTable table = plan(
                new WriteMode.History(new HistoryColumns("position", "Op", "")), ByTopic.of(null, Map.of()), KEY, ROW);

        assertThat(table.clustering()).extracting(CqlColumn::toString).containsExactly("position");
        assertThat(table.columns())
                .extracting(CqlColumn::toString)
                .containsExactly("account", "seq", "position", "amount", "\"Op\"");
    }

    @Test
    void fieldsThatWouldBeOneColumnAreABadRecord() {
        Row row = rowOf(SchemaBuilder.struct()
                .field("Amount", Schema.INT32_SCHEMA)
                .field("AMOUNT", Schema.INT32_SCHEMA)
                .build());

        assertRefused(() -> plan(UPSERT, ByTopic.of(null, Map.of()), KEY, row), "Amount and AMOUNT", "column.mapping");
    }

    @Test
    void aRecordThatTellsTooLittleIsABadRecord() {
        ByTopic<List<String>> all = ByTopic.of(null, Map.of());
        assertRefused(() -> plan(UPSERT, all, null, ROW), "bank.entry", "auto.create", "without a key");
        assertRefused(() -> plan(UPSERT, all, KEY, null), "without a row");
        assertRefused(() -> plan(UPSERT, all, Row.of("ID", 1), ROW), "without a schema");
    }

    @Test
    void eachSchemaHasAType() {
        assertThat(type(SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp")))
                .isEqualTo(DataTypes.TIMESTAMP);
        assertThat(type(SchemaBuilder.string().name("io.debezium.time.IsoDate")))
                .isEqualTo(DataTypes.DATE);
        assertThat(type(SchemaBuilder.string().name("io.debezium.data.Json"))).isEqualTo(DataTypes.TEXT);
        assertThat(type(SchemaBuilder.int8())).isEqualTo(DataTypes.TINYINT);
        assertThat(type(SchemaBuilder.float32())).isEqualTo(DataTypes.FLOAT);
        assertThat(type(SchemaBuilder.bytes())).isEqualTo(DataTypes.BLOB);
        assertThat(type(SchemaBuilder.struct())).isEqualTo(DataTypes.TEXT);
        assertThat(type(SchemaBuilder.array(Schema.BOOLEAN_SCHEMA)))
                .isEqualTo(DataTypes.frozenListOf(DataTypes.BOOLEAN));
        assertThat(type(SchemaBuilder.map(Schema.STRING_SCHEMA, SchemaBuilder.array(Schema.INT32_SCHEMA))))
                .isEqualTo(DataTypes.frozenMapOf(DataTypes.TEXT, DataTypes.frozenListOf(DataTypes.INT)));
    }

    private static DataType type(SchemaBuilder schema) {
        return CqlTypes.of(schema.build());
    }

    private static Row rowOf(Schema schema) {
        return Row.of(Columns.of(schema), new @Nullable Object[schema.fields().size()]);
    }

    private static CqlTable plan(
            WriteMode mode, ByTopic<List<String>> partitionKey, @Nullable Row key, @Nullable Row row) {
        return new TablePlanner(new TableMaking(Map.of(), partitionKey), mode)
                .plan("ods.ENTRY", NAME, ColumnMapping.AS_IN_THE_RECORD, key, row);
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(BadRecordException.class).isThrownBy(call).withMessageContainingAll(parts);
    }
}
