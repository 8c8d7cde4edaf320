package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.fault.TcpProxy;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** A database that goes away, hangs or is busy: never a hang, never a row that is missing. */
class FailureIT extends Db2TestBase {

    @Test
    void changesGoOnWithoutALossThroughResetsStallsCutsAndRestarts() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        sql("CREATE TABLE FAIL.STREAM (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("FAIL", "STREAM");
        try (TcpProxy proxy = TcpProxy.to(new InetSocketAddress(DB2.host(), DB2.port()));
                RunningTask task = new RunningTask(
                        through(proxy, "FAIL\\.STREAM", "max.batch.size", "5", "query.fetch.size", "7"),
                        new StoredOffsets())) {
            task.more(3);
            int written = 0;
            for (int fault = 0; fault < 8; fault++) {
                for (int i = 0; i < 12; i++) {
                    sql("INSERT INTO FAIL.STREAM VALUES (" + written++ + ")");
                }
                task.more(random.nextInt(4));
                switch (fault % 4) {
                    case 0 -> proxy.reset();
                    case 1 -> proxy.cutAfter(Direction.TO_CLIENT, random.nextInt(3000));
                    case 2 -> proxy.stall();
                    default -> DB2.restart();
                }
                task.more(random.nextInt(4));
                proxy.flow();
            }
            int all = written;
            List<SourceRecord> records = task.until(all);
            assertThat(records)
                    .extracting(row -> ((Struct) row.key()).get("ID"))
                    .isEqualTo(IntStream.range(0, all).boxed().toList());
            assertThat(task.more(10)).hasSize(all);
        }
    }

    @Test
    void aServerThatFallsSilentIsGivenUpAndAskedAgain() throws Exception {
        sql("CREATE TABLE FAIL.SILENT (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("FAIL", "SILENT");
        try (TcpProxy proxy = TcpProxy.to(new InetSocketAddress(DB2.host(), DB2.port()));
                RunningTask task = new RunningTask(through(proxy, "FAIL\\.SILENT"), new StoredOffsets())) {
            task.more(3);
            proxy.stall();
            CompletableFuture<Void> polls = CompletableFuture.runAsync(() -> {
                try {
                    // The first failure gives up the read, the second the login.
                    while (metric("retries-total") < 2) {
                        task.more(1);
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            polls.get(60, TimeUnit.SECONDS);
            proxy.flow();
            sql("INSERT INTO FAIL.SILENT VALUES (1)");
            assertThat(task.until(1)).hasSize(1);
        }
    }

    @Test
    void aLockThatIsHeldTooLongIsWaitedForAgain() throws Exception {
        sql(
                "CREATE TABLE FAIL.LOCKED (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "INSERT INTO FAIL.LOCKED VALUES (1, 0)",
                "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.locks.waitTimeout', '1')");
        try (Connection other = DB2.connect();
                Statement statement = other.createStatement();
                RunningTask task = new RunningTask(
                        config("FAIL\\.LOCKED", "snapshot.mode", "initial_only"), new StoredOffsets())) {
            other.setAutoCommit(false);
            statement.execute("UPDATE FAIL.LOCKED SET V = 1");
            assertThat(task.more(3)).isEmpty();
            other.commit();
            assertThat(value(task.until(1).get(0)).getStruct("after").get("V")).isEqualTo(1);
        }
    }

    @Test
    void retriesEndWhereTheUserSaysSo() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(new InetSocketAddress(DB2.host(), DB2.port()))) {
            proxy.down();
            try (RunningTask task =
                    new RunningTask(through(proxy, "FAIL\\..*", "errors.max.retries", "2"), new StoredOffsets())) {
                assertThatThrownBy(() -> task.until(1))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("errors.max.retries")
                        .hasMessageContaining("database ODS at");
            }
        }
    }

    @Test
    void aQueryOutlivesARestartOfTheDatabase() throws Exception {
        sql(
                "CREATE TABLE FAIL.QUERIED (ID INTEGER NOT NULL PRIMARY KEY, CHANGED TIMESTAMP NOT NULL)",
                "INSERT INTO FAIL.QUERIED VALUES (1, CURRENT TIMESTAMP)");
        try (RunningTask task = new RunningTask(
                config("FAIL\\.QUERIED", "capture.mode", "query", "timestamp.column.name", "CHANGED"),
                new StoredOffsets())) {
            task.until(1);
            DB2.restart();
            sql("INSERT INTO FAIL.QUERIED VALUES (2, CURRENT TIMESTAMP)");
            task.until(2);
            assertThat(task.more(10)).hasSize(2);
        }
    }

    private static Map<String, String> through(TcpProxy proxy, String tables, String... options) {
        Map<String, String> config = config(tables, options);
        config.put("database.hostname", proxy.address().getHostString());
        config.put("database.port", Integer.toString(proxy.port()));
        config.put("connection.property.blockingReadConnectionTimeout", "1");
        config.put("connection.property.loginTimeout", "1");
        config.put("connection.backoff.max.ms", "200");
        return config;
    }
}
