package io.odsconnect.benchmarks.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.odsconnect.benchmarks.Workload;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Writes the workload as a program of one's own would, with the driver: a prepared statement a change, sent
 * asynchronously, with the position as its write timestamp, so that changes of a row may overtake each other and the row
 * ends right all the same.
 */
final class RawCassandra {

    private final CqlSession session;
    private final List<SinkRecord> records;
    private final PreparedStatement insert;
    private final PreparedStatement delete;

    RawCassandra(CqlSession session, String table, List<SinkRecord> records) {
        this.session = session;
        this.records = records;
        insert = session.prepare("INSERT INTO " + table
                + " (card_no, client_id, account_no, holder, street, city, daily_limit, status, pin_tries, note)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        delete = session.prepare("DELETE FROM " + table + " USING TIMESTAMP ? WHERE card_no = ?");
    }

    /** Writes all, so many in flight, and returns the seconds that it took. */
    double write(int inFlight) {
        Semaphore free = new Semaphore(inFlight);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long begin = System.nanoTime();
        for (SinkRecord record : records) {
            free.acquireUninterruptibly();
            var unused = session.executeAsync(statement(record)).whenComplete((rows, error) -> {
                if (error != null) {
                    failure.set(error);
                }
                free.release();
            });
        }
        free.acquireUninterruptibly(inFlight);
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private BoundStatement statement(SinkRecord record) {
        Struct row = Workload.row(record);
        long position = Workload.position(record);
        return row == null
                ? delete.bind(position, Workload.key(record))
                : insert.bind(
                        row.get("CARD_NO"),
                        row.get("CLIENT_ID"),
                        row.get("ACCOUNT_NO"),
                        row.get("HOLDER"),
                        row.get("STREET"),
                        row.get("CITY"),
                        row.get("DAILY_LIMIT"),
                        row.get("STATUS"),
                        row.get("PIN_TRIES"),
                        row.get("NOTE"),
                        position);
    }
}
