package io.odsconnect.db2;

import io.odsconnect.db2.capture.ChangeStream;
import io.odsconnect.db2.connection.Db2Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** The changes of all tables in one stream. */
final class AllChanges implements Changes {

    private final ChangeStream stream;
    private final Db2Session session;
    private final Map<String, ?> partition;

    /** Reads {@code stream}, whose source partition this is, over {@code session}. */
    AllChanges(ChangeStream stream, Db2Session session, Map<String, ?> partition) {
        this.stream = stream;
        this.session = session;
        this.partition = partition;
    }

    @Override
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        stream.read(batch, max);
    }

    @Override
    public boolean unitOpen() {
        return false;
    }

    @Override
    public void rewind() {
        stream.rewind();
        session.close();
    }

    @Override
    public SourceRecord heartbeat(Heartbeats heartbeats) {
        return heartbeats.beat(partition, stream.offset());
    }
}
