package io.odsconnect.db2;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.query.QueryStream;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** The changes of tables that nothing captures, found by queries. */
final class QueryChanges implements Changes {

    private final QueryStream stream;
    private final Db2Session session;
    private int whole;

    /** Reads {@code stream} over {@code session}. */
    QueryChanges(QueryStream stream, Db2Session session) {
        this.stream = stream;
        this.session = session;
    }

    @Override
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        whole = 0;
        stream.read(batch, max);
        whole = batch.size();
    }

    /** Nothing tells which rows were changed together. */
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
    public int whole() {
        return whole;
    }

    @Override
    public List<SourceRecord> heartbeats(Heartbeats heartbeats) throws SQLException {
        List<QueryStream.Place> due = stream.places().stream()
                .filter(place -> heartbeats.due(place.partition()))
                .toList();
        if (!due.isEmpty()) {
            heartbeats.act();
        }
        return due.stream()
                .map(place -> heartbeats.beat(place.partition(), place.offset()))
                .toList();
    }
}
