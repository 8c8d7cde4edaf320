package io.odsconnect.aerospike.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.Bin;
import com.aerospike.client.Value;
import com.aerospike.client.command.ParticleType;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.config.BinNameStrategy;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowMapperTest {

    @Test
    void eachValueHasOneFormInABin() {
        Row row = Row.of(
                "SHORT", (short) 1,
                "FLOAT", 0.5f,
                "DECIMAL", new BigDecimal("1.50"),
                "DATE", LocalDate.of(2026, 11, 21),
                "TIME", LocalTime.of(9, 5),
                "STAMP", LocalDateTime.of(2026, 11, 21, 9, 5, 0, 250_000_000),
                "INSTANT", Instant.ofEpochSecond(0),
                "NOTHING", null,
                "LIST", Arrays.asList(1, null, new BigDecimal("2.0")),
                "MAP", Map.of(1, true),
                "ROW", Row.of("X", (byte) 7, "Y", null));

        Map<String, @Nullable Object> bins =
                bins(map(Map.of(), add(Row.of("ID", 1), row)).get(0));

        assertThat(bins)
                .containsEntry("SHORT", 1L)
                .containsEntry("FLOAT", 0.5d)
                .containsEntry("DECIMAL", "1.50")
                .containsEntry("DATE", "2026-11-21")
                .containsEntry("TIME", "09:05:00")
                .containsEntry("STAMP", "2026-11-21T09:05:00.25")
                .containsEntry("INSTANT", "1970-01-01T00:00:00Z")
                .containsEntry("LIST", Arrays.asList(1L, null, "2.0"))
                .containsEntry("MAP", Map.of(1L, true))
                .doesNotContainKey("NOTHING");
        Map<String, @Nullable Object> nested = new HashMap<>();
        nested.put("X", 7L);
        nested.put("Y", null);
        assertThat(bins.get("ROW")).isEqualTo(nested);
    }

    @Test
    void theUserKeyKeepsTheTypeOfAnIntegerATextAndBytes() {
        assertThat(userKey(Row.of("ID", 7))).isEqualTo(7L);
        assertThat(userKey(Row.of("ID", "c1"))).isEqualTo("c1");
        assertThat(userKey(Row.of("ID", new byte[] {1}))).isEqualTo(new byte[] {1});
        assertThat(userKey(Row.of("ID", new BigDecimal("7")))).isEqualTo("7");
    }

    @Test
    void aKeyThatCannotBeAUserKeyIsABadRecord() {
        assertBad(Map.of(), add(Row.of("ID", 1.5d), Row.of("ID", 1.5d)), "ID", "key.template");
        assertBad(
                Map.of(),
                add(Row.of("A", 1, "B", 2), Row.of("A", 1)),
                "2 columns",
                "key.template={A|escape}:{B|escape}");
        assertBad(Map.of(), event(Operation.CREATE, null, null, Row.of("A", 1)), "no key", "key.template");
    }

    @Test
    void aUserKeyThatTheClientHasNoRoomForIsABadRecordAndOneThatFitsIsNot() {
        String set = "s".repeat(54);
        String longest = "k".repeat(8128);
        AerospikeWrite fits = map(Map.of("set.template", set), add(Row.of("ID", longest), Row.of("ID", longest)))
                .get(0);
        assertThat(fits.key().digest).hasSize(20);
        assertThat(fits.row().marker().digest).hasSize(20);

        for (int size : new int[] {8129, 8187, 8192, 100_000}) {
            String tooLong = "k".repeat(size);
            assertBad(Map.of(), add(Row.of("ID", tooLong), Row.of("ID", 1)), "Column ID", "takes " + size, "8128");
            assertBad(Map.of(), delete(Row.of("ID", tooLong)), "Column ID", "key.template");
            assertBad(Map.of(), add(Row.of("ID", new byte[size]), Row.of("ID", 1)), "Column ID");
            assertBad(
                    Map.of("key.template", "{ID}:{N}"),
                    add(Row.of("ID", tooLong, "N", 1), Row.of("ID", 1)),
                    "key.template {ID}:{N}",
                    "8128");
        }
        assertBad(Map.of(), add(Row.of("ID", "\u20ac".repeat(2710)), Row.of("ID", 1)), "takes 8130");
    }

    @Test
    void anEmptyUserKeyIsABadRecordWhereItIsStored() {
        assertBad(Map.of(), add(Row.of("ID", ""), Row.of("ID", "")), "Column ID", "empty");
        assertThat(map(Map.of("send.key", "false"), add(Row.of("ID", ""), Row.of("ID", ""))))
                .hasSize(1);
    }

    @Test
    void aRowThatNoServerTakesIsABadRecordThatNamesItsLargestColumn() {
        byte[] large = new byte[10 * 1024 * 1024];
        assertBad(Map.of(), add(Row.of("ID", 1), Row.of("A", 1, "SCAN", large)), "bin SCAN", "8 MiB");
    }

    @Test
    void aColumnWithoutANameOrWithAZeroByteInItIsABadRecord() {
        assertBad(Map.of(), add(Row.of("ID", 1), Row.of("", 1)), "no name");
        assertBad(Map.of(), add(Row.of("ID", 1), Row.of("A\0B", 1)), "zero byte");
    }

    @Test
    void halfASurrogatePairIsABadRecordWhereverItIs() {
        for (String half : new String[] {"4000\ud83d", "\ude00", "\ude00\ud83d", "\ud83dx"}) {
            assertBad(Map.of(), add(Row.of("ID", 1), Row.of("T", half)), "Column T", "not valid Unicode");
            assertBad(Map.of(), add(Row.of("ID", 1), Row.of("M", Map.of("k", half))), "Column M", "not valid");
            assertBad(Map.of(), add(Row.of("ID", 1), Row.of("M", Map.of(half, "v"))), "Column M", "not valid");
            assertBad(Map.of(), add(Row.of("ID", 1), Row.of("R", Row.of(half, 1))), "Column R", "not valid");
            assertBad(
                    Map.of("key.template", "{ID}:{T}"),
                    add(Row.of("ID", 1), Row.of("ID", 1, "T", half)),
                    "key.template",
                    "not valid");
            assertBad(Map.of("set.template", "{T}"), add(Row.of("ID", 1), Row.of("T", half)), "set.template");
        }
        Row whole = Row.of("T", "\ud83d\ude00");
        assertThat(bins(map(Map.of(), add(Row.of("ID", 1), whole)).get(0))).containsEntry("T", "\ud83d\ude00");
    }

    @Test
    void aTextThatIsNotValidUnicodeIsABadRecord() {
        String half = "4000\ud83d";
        assertBad(Map.of(), add(Row.of("ID", half), Row.of("ID", 1)), "record's key", "not valid Unicode");
        assertBad(Map.of(), delete(Row.of("ID", half)), "record's key", "not valid Unicode");
        assertBad(Map.of(), add(Row.of("ID", 1), Row.of("TAGS", List.of(half))), "Column TAGS", "not valid Unicode");
    }

    @Test
    void theNamespaceMayBeATopicsOwnOrComeOfAColumn() {
        Row row = Row.of("ID", 1, "REGION", "eu");

        assertThat(map(Map.of("aerospike.namespace.ods.BANK", "bank"), add(Row.of("ID", 1), row))
                        .get(0)
                        .key()
                        .namespace)
                .isEqualTo("bank");
        List<AerospikeWrite> moved = map(
                Map.of("aerospike.namespace.ods", "cards-{REGION}"),
                event(Operation.UPDATE, Row.of("ID", 1), Row.of("ID", 1, "REGION", "us"), row));
        assertThat(moved).extracting(write -> write.key().namespace).containsExactly("cards-us", "cards-eu");
        assertThat(moved).extracting(AerospikeWrite::isDelete).containsExactly(true, false);
    }

    @Test
    void aBulkTopicHasTheSetOfItsTable() {
        Map<String, String> options = Map.of("set.template.ods.BANK.CARD", "card", "set.template.ods", "other");

        assertThat(map(options, add(Row.of("ID", 1), Row.of("ID", 1))).get(0).key().setName)
                .isEqualTo("card");
        assertThat(new RowMapper(config(options))
                        .map(new ChangeEvent(
                                Operation.READ,
                                "ods.BANK.CARD.bulk",
                                new Origin("ods.BANK.CARD.bulk", 0, 0),
                                Row.of("ID", 1),
                                null,
                                Row.of("ID", 1),
                                1,
                                1))
                        .get(0)
                        .key()
                        .setName)
                .isEqualTo("card");
    }

    @Test
    void byDefaultATablesBulkRowsAndChangesHaveTheSameSet() {
        for (String topic : new String[] {"ods.BANK.CARD", "ods.BANK.CARD.bulk"}) {
            ChangeEvent event = new ChangeEvent(
                    Operation.READ, topic, new Origin(topic, 0, 0), Row.of("ID", 1), null, Row.of("ID", 1), 1, 1);
            assertThat(new RowMapper(config(Map.of())).map(event).get(0).key().setName)
                    .isEqualTo("ods.BANK.CARD");
        }
    }

    @Test
    void aChangeWithoutAPositionKeepsTheStoredOneWhereTheGuardIsOn() {
        ChangeEvent event = new ChangeEvent(
                Operation.CREATE,
                "t",
                new Origin("t", 0, 0),
                Row.of("ID", 1),
                null,
                Row.of("ID", 1),
                ChangeEvent.NO_POSITION,
                1);
        assertThat(new RowMapper(config(Map.of())).map(event).get(0).keepsPosition())
                .isTrue();
        assertThat(new RowMapper(config(Map.of("position.guard", "false")))
                        .map(event)
                        .get(0)
                        .keepsPosition())
                .isFalse();
    }

    @Test
    void aMarkerTellsItsRowWhereUserKeysAreNotStored() {
        AerospikeWrite stored = map(Map.of(), delete(Row.of("ID", 1))).get(0);
        AerospikeWrite not =
                map(Map.of("send.key", "false"), delete(Row.of("ID", 1))).get(0);

        assertThat(stored.bins()).isEmpty();
        assertThat(not.bins())
                .singleElement()
                .satisfies(bin -> assertThat(bin.value.getObject()).isEqualTo(not.key().digest));
    }

    @Test
    void aChangedKeyIsADeleteOfTheOldRowBeforeTheNew() {
        List<AerospikeWrite> writes = map(
                Map.of("set.template", "card"),
                event(Operation.UPDATE, Row.of("ID", 2), Row.of("ID", 1), Row.of("ID", 2)));

        assertThat(writes).hasSize(2);
        assertThat(writes.get(0).isDelete()).isTrue();
        assertThat(writes.get(0).key().userKey.toLong()).isEqualTo(1);
        assertThat(writes.get(1).isDelete()).isFalse();
        assertThat(writes.get(1).key().userKey.toLong()).isEqualTo(2);
    }

    @Test
    void aSetThatTheServerWouldRefuseIsABadRecord() {
        assertBad(Map.of("set.template", "a:b"), add(Row.of("ID", 1), Row.of("ID", 1)), "set.template");
        assertBad(Map.of("set.template", "x".repeat(60)), add(Row.of("ID", 1), Row.of("ID", 1)), "63");
        assertBad(Map.of("set.template", "x".repeat(60)), delete(Row.of("ID", 1)), "63");
    }

    @Test
    void aBinCannotHoldTwoColumnsNorThePosition() {
        Row row = Row.of("A", 1, "B", 2);
        assertBad(Map.of("bin.name.mapping", "A:B"), add(Row.of("ID", 1), row), "Two columns", "bin B");
        assertBad(Map.of("position.bin", "A"), add(Row.of("ID", 1), row), "Column A", "position.bin");
    }

    @Test
    void aLongNameIsShortenedWhereTheOptionsSayUnlessItHasABin() {
        Row row = Row.of("CUSTOMER_SHORT_NAME", 1, "CUSTOMER_LONG_NAME", 2);
        Map<String, String> options =
                Map.of("bin.name.strategy", "shorten", "bin.name.mapping", "CUSTOMER_LONG_NAME:LONG_NAME");

        assertThat(bins(map(options, add(Row.of("ID", 1), row)).get(0)))
                .containsEntry(BinNameStrategy.SHORTEN.binOf("CUSTOMER_SHORT_NAME"), 1L)
                .containsEntry("LONG_NAME", 2L);
        assertBad(Map.of(), add(Row.of("ID", 1), row), "CUSTOMER_SHORT_NAME", "19 bytes", "bin.name.strategy=shorten");
    }

    @Test
    void twoColumnsThatGetTheSameShortNameAreABadRecord() {
        String taken = BinNameStrategy.SHORTEN.binOf("CUSTOMER_SHORT_NAME");
        Row row = Row.of("CUSTOMER_SHORT_NAME", 1, taken, 2);

        assertBad(Map.of("bin.name.strategy", "shorten"), add(Row.of("ID", 1), row), "Two columns", taken);
    }

    @Test
    void moreColumnsThanARecordHasBinsAreABadRecord() {
        Object[] columns = new Object[2 * 32_767];
        for (int i = 0; i < columns.length; i += 2) {
            columns[i] = "C" + i;
            columns[i + 1] = 1;
        }

        assertBad(Map.of(), add(Row.of("ID", 1), Row.of(columns)), "32767 columns", "leave out columns");
    }

    @Test
    void aTombstoneThatRepeatsADeleteIsSkippedWhereItTellsTooLittle() {
        Map<String, String> options = Map.of("key.template", "{CLIENT}:{CARD}");
        ChangeEvent told = event(Operation.DELETE, Row.of("CARD", 2), Row.of("CLIENT", 1, "CARD", 2), null);
        ChangeEvent ours = tombstone(Row.of("CARD", 2), true);
        ChangeEvent other = tombstone(Row.of("CARD", 2), false);

        assertThat(map(options, told)).hasSize(1);
        assertThat(map(options, ours)).isEmpty();
        assertThat(map(Map.of(), ours)).hasSize(1);
        assertThatThrownBy(() -> map(options, other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("CLIENT");
    }

    @Test
    void aColumnSaysWhenARowGoes() {
        Map<String, String> options = Map.of("ttl.field", "GOES", "ttl.field.format", "duration.s", "ttl.ms", "5000");

        assertThat(lifetime(options, LocalDateTime.of(2100, 1, 1, 0, 0))).isEqualTo(Lifetime.until(4_102_444_800_000L));
        assertThat(lifetime(options, LocalDate.of(2099, 12, 31))).isEqualTo(Lifetime.until(4_102_444_800_000L));
        assertThat(lifetime(options, 90)).isEqualTo(Lifetime.ofMillis(90_000));
        assertThat(lifetime(options, null)).isEqualTo(Lifetime.ofMillis(5000));
        assertBad(options, add(Row.of("ID", 1), Row.of("ID", 1)), "GOES", "ttl.field");
    }

    @Test
    void aRowWhoseTimeIsOverIsADeleteAtItsPosition() {
        Map<String, String> options = Map.of("ttl.field", "GOES");
        AerospikeWrite write = map(options, add(Row.of("ID", 1), Row.of("ID", 1, "GOES", Instant.EPOCH)))
                .get(0);

        assertThat(write.isDelete()).isTrue();
        assertThat(write.position()).isEqualTo(10);
    }

    @Test
    void theTextOfAWriteTellsNoValue() {
        assertThat(map(Map.of("set.template", "card"), delete(Row.of("ID", "4111111111111111")))
                        .toString())
                .contains("card")
                .doesNotContain("4111");
    }

    private static Lifetime lifetime(Map<String, String> options, @Nullable Object goes) {
        return map(options, add(Row.of("ID", 1), Row.of("ID", 1, "GOES", goes)))
                .get(0)
                .lifetime();
    }

    private static void assertBad(Map<String, String> options, ChangeEvent event, String... words) {
        assertThatThrownBy(() -> map(options, event))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContainingAll(words);
    }

    private static Object userKey(Row key) {
        return map(Map.of(), add(key, Row.of("X", 1))).get(0).key().userKey.getObject();
    }

    private static List<AerospikeWrite> map(Map<String, String> options, ChangeEvent event) {
        return new RowMapper(config(options)).map(event);
    }

    private static Map<String, @Nullable Object> bins(AerospikeWrite write) {
        Map<String, @Nullable Object> bins = new HashMap<>();
        for (Bin bin : write.bins()) {
            bins.put(bin.name, content(bin.value));
        }
        return bins;
    }

    private static Object content(Value value) {
        return value.getType() == ParticleType.STRING && value.getObject() instanceof byte[] text
                ? new String(text, StandardCharsets.UTF_8)
                : value.getObject();
    }

    private static AerospikeSinkConfig config(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("aerospike.hosts", "localhost");
        all.put("aerospike.namespace", "test");
        return new AerospikeSinkConfig(all);
    }

    private static ChangeEvent add(Row key, Row after) {
        return event(Operation.CREATE, key, null, after);
    }

    private static ChangeEvent delete(Row key) {
        return event(Operation.DELETE, key, null, null);
    }

    private static ChangeEvent tombstone(Row key, boolean repeats) {
        Origin origin = new Origin("ods.BANK.CARD", 0, 0);
        return new ChangeEvent(
                Operation.DELETE, "ods.BANK.CARD", origin, key, null, null, 10, 10, new ConnectHeaders(), repeats);
    }

    private static ChangeEvent event(
            Operation operation, @Nullable Row key, @Nullable Row before, @Nullable Row after) {
        Origin origin = new Origin("ods.BANK.CARD", 0, 0);
        return new ChangeEvent(operation, "ods.BANK.CARD", origin, key, before, after, 10, 10);
    }
}
