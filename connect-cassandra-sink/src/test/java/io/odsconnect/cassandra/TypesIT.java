package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.data.UdtValue;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values of every type, as another client reads them from a real server. */
@ExtendWith(TestbedExtension.class)
class TypesIT {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT32_SCHEMA)
            .field("ADDRESS", StructColumns.ADDRESS)
            .field("HOME", StructColumns.ADDRESS)
            .field(
                    "OTHERS",
                    SchemaBuilder.array(StructColumns.ADDRESS).optional().build())
            .field("POINT", StructColumns.POINT)
            .field("DETAILS", StructColumns.ADDRESS)
            .field(
                    "LIMITS",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Decimal.schema(2))
                            .optional()
                            .build())
            .build();

    private final Keyspace keyspace;
    private final SourceTable clients = new SourceTable("ods.BANK.CLIENT", ROW, List.of("ID"));
    private SinkTaskDriver task;

    TypesIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create type %s.address (street text, phones frozen<set<text>>)");
        keyspace.run("create table %1$s.client (id int primary key, address %1$s.address,"
                + " home frozen<%1$s.address>, others frozen<list<%1$s.address>>, point tuple<int, double>, details text,"
                + " limits map<text, decimal>)");
        task = new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("client"));
    }

    @AfterEach
    void stop() {
        task.close();
        keyspace.close();
    }

    @Test
    void valuesOfEachScalarTypeAreReadAsTheyWere() throws UnknownHostException {
        keyspace.run("create table %s.scalars (a tinyint, b smallint, c int, d bigint, e varint, f decimal, g float,"
                + " h double, i text, j ascii, k blob, l boolean, m date, n time, o timestamp, p uuid, q timeuuid,"
                + " r inet, s duration, primary key (c))");
        Map<String, Object> values = Map.ofEntries(
                Map.entry("a", (byte) -1),
                Map.entry("b", (short) -2),
                Map.entry("c", 3),
                Map.entry("d", -4L),
                Map.entry("e", new BigInteger("-123456789012345678901234567890")),
                Map.entry("f", new BigDecimal("-12.50")),
                Map.entry("g", -0.25f),
                Map.entry("h", 1e300),
                Map.entry("i", "Grüße 🂡"),
                Map.entry("j", "plain"),
                Map.entry("k", ByteBuffer.wrap(new byte[] {0, -1})),
                Map.entry("l", true),
                Map.entry("m", LocalDate.of(1582, 10, 4)),
                Map.entry("n", LocalTime.of(23, 59, 59, 999_999_999)),
                Map.entry("o", Instant.parse("1969-12-31T23:59:59.999Z")),
                Map.entry("p", UUID.fromString("00000000-0000-4000-8000-000000000001")),
                Map.entry("q", UUID.fromString("a5f3ea10-c6f1-11f0-8de9-0242ac120002")),
                Map.entry("r", InetAddress.getByName("2001:db8::1")),
                Map.entry("s", CqlDuration.newInstance(14, -0, 3_600_000_000_000L)));
        Map<String, Object> record = new HashMap<>();
        values.forEach((name, value) -> record.put(name.toUpperCase(Locale.ROOT), asSent(value)));
        put("scalars", record);

        assertThat(keyspace.rows("scalars").get(3)).isEqualTo(values);
    }

    /** As the source's modes have them: text with a Z, numbers of days and milliseconds, flags, bytes. */
    @Test
    void whatJsonWithoutASchemaMakesOfDatesTimesAndFlagsIsTakenForWhatItIs() {
        keyspace.run("create table %s.forms (id int primary key, l boolean, m date, n time, o timestamp, p uuid)");
        UUID uuid = UUID.fromString("00000000-0000-4000-8000-000000000001");
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        LocalDate date = LocalDate.of(2026, 11, 21);
        Instant instant = Instant.parse("2026-11-21T09:05:00.25Z");
        put(
                "forms",
                Map.of(
                        "ID",
                        1,
                        "L",
                        "Y",
                        "M",
                        "2026-11-21Z",
                        "N",
                        "09:05:00Z",
                        "O",
                        "2026-11-21T10:05:00.25+01:00",
                        "P",
                        bytes));
        put(
                "forms",
                Map.of("ID", 2, "L", 1L, "M", date.toEpochDay(), "N", "10:05:00+01:00", "O", instant.toEpochMilli()));

        Map<String, Object> expected =
                Map.of("l", true, "m", date, "n", LocalTime.of(9, 5), "o", instant, "id", 1, "p", uuid);
        assertThat(task.deadLetterReasons()).isEmpty();
        assertThat(keyspace.rows("forms").get(1)).isEqualTo(expected);
        assertThat(keyspace.rows("forms").get(2))
                .containsAllEntriesOf(Map.of("l", true, "m", date, "n", LocalTime.of(9, 5), "o", instant));
    }

    /** What a converter without a schema gives for it. */
    private static Object asSent(Object value) {
        if (value instanceof UUID || value instanceof CqlDuration) {
            return value.toString();
        }
        if (value instanceof InetAddress address) {
            return Objects.requireNonNull(address.getHostAddress());
        }
        return value;
    }

    @Test
    void structsArraysAndMapsFillUserTypesTuplesCollectionsAndText() {
        task.put(clients.add(10, full(1)));
        task.flush();
        // What comes twice is what it was: nothing is added to it.
        task.rewind();
        task.flush();

        assertThat(task.deadLetterReasons()).isEmpty();
        Row row = row(1);
        for (String column : List.of("address", "home")) {
            UdtValue address = Objects.requireNonNull(row.getUdtValue(column));
            assertThat(address.getString("street")).isEqualTo("Main");
            assertThat(address.getSet("phones", String.class)).containsExactlyInAnyOrder("1", "2");
        }
        assertThat(row.getList("others", UdtValue.class))
                .extracting(each -> each.getString("street"))
                .containsExactly("Side", "Low");
        TupleValue point = Objects.requireNonNull(row.getTupleValue("point"));
        assertThat(point.getInt(0)).isEqualTo(3);
        assertThat(point.getDouble(1)).isEqualTo(0.5);
        assertThat(row.getString("details")).isEqualTo("{\"STREET\":\"Main\",\"PHONES\":[\"1\",\"2\"]}");
        assertThat(row.getMap("limits", String.class, BigDecimal.class))
                .isEqualTo(Map.of("day", new BigDecimal("10.00"), "week", new BigDecimal("70.00")));
    }

    @Test
    void nothingOfAnOlderValueStaysInAUserTypeOrMap() {
        task.put(clients.add(10, full(1)));
        task.flush();
        task.put(clients.updateWithoutBefore(
                11,
                clients.row(
                        "ID",
                        1,
                        "ADDRESS",
                        new Struct(StructColumns.ADDRESS).put("STREET", "New"),
                        "LIMITS",
                        Map.of("week", new BigDecimal("1.00")))));
        task.flush();

        Row row = row(1);
        UdtValue address = Objects.requireNonNull(row.getUdtValue("address"));
        assertThat(address.getString("street")).isEqualTo("New");
        assertThat(address.isNull("phones")).isTrue();
        assertThat(row.getMap("limits", String.class, BigDecimal.class)).containsOnlyKeys("week");
        assertThat(Set.of("home", "others", "point", "details")).allMatch(row::isNull);
    }

    @Test
    void aFieldThatIsAddedToAUserTypeIsWrittenFromThenOn() {
        put("client", Map.of("ID", 1, "HOME", Map.of("STREET", "Main")));
        keyspace.run("alter type %s.address add city text");

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            put("client", Map.of("ID", 2, "HOME", Map.of("STREET", "Main", "CITY", "Ulm")));
            assertThat(keyspace.rows("client")).containsKey(2);
        });
        assertThat(Objects.requireNonNull(row(2).getUdtValue("home")).getString("city"))
                .isEqualTo("Ulm");
    }

    @Test
    void aVectorIsRefused() {
        keyspace.run("create table %s.near (id int primary key, place vector<float, 3>)");
        put("near", Map.of("ID", 1));
        assertThat(task.deadLetterReasons())
                .singleElement()
                .asString()
                .contains("Column place of table " + keyspace.name() + ".near is of type vector<float, 3>");
    }

    private Row row(int id) {
        return Objects.requireNonNull(keyspace.session()
                .execute("select * from " + keyspace.name() + ".client where id = " + id)
                .one());
    }

    private Struct full(int id) {
        Struct address = new Struct(StructColumns.ADDRESS).put("STREET", "Main").put("PHONES", List.of("1", "2"));
        return clients.row(
                "ID",
                id,
                "ADDRESS",
                address,
                "HOME",
                address,
                "OTHERS",
                List.of(
                        new Struct(StructColumns.ADDRESS).put("STREET", "Side"),
                        new Struct(StructColumns.ADDRESS).put("STREET", "Low")),
                "POINT",
                new Struct(StructColumns.POINT).put("X", 3).put("Y", 0.5),
                "DETAILS",
                address,
                "LIMITS",
                Map.of("day", new BigDecimal("10.00"), "week", new BigDecimal("70.00")));
    }

    /** Gives a row without a schema to a new task. */
    private void put(String table, Map<String, Object> row) {
        task.close();
        task = new SinkTaskDriver(
                CassandraSinkTask::new, keyspace.options(table, "position.from", "offset", "record.format", "flat"));
        task.put(new SinkRecord("flat", 0, null, null, null, row, 1));
        task.flush();
    }
}
