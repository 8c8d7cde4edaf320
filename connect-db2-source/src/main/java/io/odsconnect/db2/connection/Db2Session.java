package io.odsconnect.db2.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, opened when it is needed first and again after it was dropped. Each statement is its own transaction. */
public final class Db2Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Db2Session.class);

    private final Db2Address address;
    private final ReadReport report;
    private @Nullable Db2Driver driver;
    private volatile @Nullable Connection connection;
    private volatile boolean aborted;

    /** Takes the address; connects nothing yet. */
    public Db2Session(Db2Address address) {
        this(address, ReadReport.STRICT);
    }

    /** Takes the address, and whom to tell of what is read. */
    public Db2Session(Db2Address address, ReadReport report) {
        this.address = address;
        this.report = report;
    }

    /** Returns whom to tell of what is read over this session. */
    public ReadReport report() {
        return report;
    }

    /** Returns where this session goes. */
    public Db2Address address() {
        return address;
    }

    /** Returns the open connection. Don't close it. */
    public Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            if (driver == null) {
                driver = Db2Driver.load();
            }
            open = driver.connect(address);
            open.setAutoCommit(true);
            connection = open;
            if (aborted) {
                close();
                throw new SQLNonTransientConnectionException("The session was ended");
            }
            LOG.info("Connected to {}", address);
        }
        return open;
    }

    /** Cuts the connection off, also while another thread waits for an answer on it, and lets none be opened again. */
    public void abort() {
        aborted = true;
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection to {} could not be cut off", address, e);
            }
        }
    }

    /** Says whether {@link #abort} has ended it: nothing can be done with it any more. */
    public boolean isAborted() {
        return aborted;
    }

    /** Closes the connection, if any. The next {@link #connection()} opens another. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The connection to {} did not close cleanly", address, e);
            }
        }
    }
}
