package io.odsconnect.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.sink.suite.StoreUnderTest;
import io.odsconnect.testbed.sink.suite.SuiteTable;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkTask;

/** Cassandra and its sink for the suite of all sinks: a keyspace with a table for each of the suite's. */
final class CassandraUnderTest implements StoreUnderTest {

    private static final Map<SuiteTable, String> TABLES =
            Map.of(SuiteTable.CARD, "card", SuiteTable.ENTRY, "entry", SuiteTable.TICKET, "ticket");

    private final CassandraServer server;
    private final Keyspace keyspace;

    CassandraUnderTest(CassandraServer server) {
        this.server = server;
        this.keyspace = new Keyspace(server);
        keyspace.run("create table %s.card (id bigint primary key, name text, credit bigint, amount decimal)");
        keyspace.run("create table %s.entry (account int, seq int, note text, primary key (account, seq))");
        keyspace.run("create table %s.ticket (id bigint primary key, name text, by_int int, by_long bigint,"
                + " by_decimal decimal, by_time timestamp, by_day date, by_text text)");
    }

    @Override
    public InetSocketAddress address() {
        return server.contactPoint();
    }

    @Override
    public SinkTask newTask() {
        return new CassandraSinkTask();
    }

    @Override
    public Map<String, String> options(InetSocketAddress at) {
        Map<String, String> options = Keyspace.options(server);
        options.put("cassandra.contact.points", at.getHostString() + ":" + at.getPort());
        options.put("cassandra.request.timeout.ms", "2000");
        TABLES.forEach((table, name) -> options.put("table.template." + table.topic(), keyspace.name() + "." + name));
        return options;
    }

    @Override
    public void empty() {
        TABLES.values().forEach(table -> keyspace.run("truncate %s." + table));
    }

    @Override
    public Map<String, Map<String, String>> rows(SuiteTable table) {
        String name = Objects.requireNonNull(TABLES.get(table));
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (Row row : keyspace.session().execute("select * from " + keyspace.name() + "." + name)) {
            Map<String, String> columns = new HashMap<>();
            Keyspace.columns(row)
                    .forEach((column, value) -> columns.put(column.toUpperCase(Locale.ROOT), SuiteTable.textOf(value)));
            String key = table.key().stream().map(columns::get).collect(Collectors.joining(":"));
            if (rows.put(key, columns) != null) {
                throw new AssertionError("Table " + name + " has a key twice");
            }
        }
        return rows;
    }

    /** A deleted row's position cannot be read. */
    @Override
    public boolean takesEventsWithoutPosition() {
        return false;
    }

    @Override
    public OptionalLong millisLeft(SuiteTable table, String key) {
        // The key itself has no time to live, and every other column of the row that is not null has the same.
        Object seconds = keyspace.value("select ttl(name) from %s." + TABLES.get(table) + " where id = " + key);
        return seconds == null ? OptionalLong.empty() : OptionalLong.of(TimeUnit.SECONDS.toMillis((Integer) seconds));
    }

    @Override
    public boolean tellsStale() {
        return false;
    }

    @Override
    public void close() {
        keyspace.close();
    }
}
