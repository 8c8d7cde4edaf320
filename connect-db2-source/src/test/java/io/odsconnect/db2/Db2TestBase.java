package io.odsconnect.db2;

import io.odsconnect.testbed.db2.Db2Server;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A Db2 for the tests of a class, and short ways to use it and to look at records. */
abstract class Db2TestBase {

    static final Db2Server DB2 = Db2Server.embeddedOrGiven();

    @BeforeAll
    static void startDb2() {
        DB2.start();
    }

    @AfterAll
    static void stopDb2() {
        DB2.close();
    }

    /** Runs statements, each its own transaction. */
    static void sql(String... statements) throws SQLException {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    /** Runs statements in one transaction. */
    static void transaction(String... statements) throws SQLException {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String text : statements) {
                statement.execute(text);
            }
            connection.commit();
        }
    }

    /** Returns a config for {@code tables} with further options in turn as names and values. */
    static Map<String, String> config(String tables, String... options) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "ods",
                "database.hostname",
                DB2.host(),
                "database.port",
                Integer.toString(DB2.port()),
                "database.user",
                DB2.user(),
                "database.password",
                DB2.password(),
                "database.dbname",
                DB2.jdbcUrl().substring(DB2.jdbcUrl().lastIndexOf('/') + 1),
                "topic.prefix",
                "ods",
                "table.include.list",
                tables,
                "poll.interval.ms",
                "20",
                "connection.backoff.ms",
                "50"));
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        return config;
    }

    static Struct value(SourceRecord record) {
        return (Struct) record.value();
    }

    static Struct source(SourceRecord record) {
        return value(record).getStruct("source");
    }

    static String op(SourceRecord record) {
        return value(record).getString("op");
    }

    /** Returns the record's position: its source block's, or a tombstone's header's. */
    static long position(SourceRecord record) {
        return record.value() == null
                ? (long) record.headers().lastWithName("odsconnect.position").value()
                : source(record).getInt64("position");
    }

    /** Returns what a test compares: operation, topic, key, rows before and after. */
    static String told(SourceRecord record) {
        if (record.value() == null) {
            return "tombstone " + record.topic() + " " + told((Struct) record.key());
        }
        return op(record) + " " + record.topic() + " " + told((Struct) record.key()) + " "
                + told(value(record).getStruct("before")) + " -> "
                + told(value(record).getStruct("after"));
    }

    private static String told(@Nullable Struct row) {
        if (row == null) {
            return "null";
        }
        List<String> fields = new ArrayList<>();
        for (Field field : row.schema().fields()) {
            Object value = row.get(field);
            fields.add(field.name() + "="
                    + (value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value));
        }
        return fields.toString();
    }

    /** Returns a metric of the running task, or of one table in it. */
    static long metric(String name, String... table) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        String bean = "odsconnect:type=source,connector=ods,task=0" + (table.length == 0 ? "" : ",table=" + table[0]);
        return ((Number) beans.getAttribute(new ObjectName(bean), name)).longValue();
    }
}
