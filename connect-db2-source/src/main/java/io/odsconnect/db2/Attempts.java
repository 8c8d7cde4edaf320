package io.odsconnect.db2;

import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.connection.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries of one kind of work: after a failure that passes comes a pause, longer with each further one. */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Db2Address address;
    private final Retries retries;
    private final Runnable onRetry;
    private long dueNanos = System.nanoTime();

    /** Counts failures of work at {@code address} by {@code retries}, nobody else's, and runs {@code onRetry} for each. */
    Attempts(Db2Address address, Retries retries, Runnable onRetry) {
        this.onRetry = onRetry;
        this.address = address;
        this.retries = retries;
    }

    /** Says whether no pause goes on. */
    boolean due() {
        return untilDue().isZero();
    }

    /** Returns how long the pause still lasts; zero where none goes on. */
    Duration untilDue() {
        return Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
    }

    /** Begins a pause that is not because of a failure. */
    void rest(Duration length) {
        dueNanos = System.nanoTime() + length.toNanos();
    }

    /** Says that the work went well. */
    void succeeded() {
        retries.reset();
    }

    /**
     * Says that the work failed, and begins a pause.
     *
     * @throws ConnectException if trying again does not help, or is not allowed any more
     */
    void failed(SQLException e) {
        SqlFailure failure = SqlFailure.of(e, address);
        if (failure.kind() != SqlFailure.Kind.PASSING) {
            throw new ConnectException(failure.text() + ".");
        }
        if (!retries.again()) {
            throw new ConnectException(failure.text() + ". It failed " + retries.failures()
                    + " times in a row, more than errors.max.retries allows.");
        }
        onRetry.run();
        rest(retries.delay());
        LOG.warn("{}. Trying again, for the {}. time.", failure.text(), retries.failures());
    }
}
