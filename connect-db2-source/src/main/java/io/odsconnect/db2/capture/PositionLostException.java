package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import org.apache.kafka.connect.errors.ConnectException;

/** The database does not know the position up to which changes were read. */
public final class PositionLostException extends ConnectException {

    private static final long serialVersionUID = 1L;

    /** Says that Capture, whose control tables are in {@code schema}, is at {@code synchpoint}, before {@code read}. */
    public PositionLostException(Lsn read, Lsn synchpoint, String schema) {
        super("Capture's synchpoint in " + schema + ".IBMSNAP_REGISTER is " + synchpoint + ", before " + read
                + " up to which changes were read already. The database was restored, or Capture's tables were made"
                + " anew. Set snapshot.mode=when_needed to load the tables again, or delete the connector's offsets to"
                + " start again.");
    }
}
