package io.odsconnect.db2;

import io.odsconnect.db2.capture.ChangeStreams;
import io.odsconnect.db2.capture.PruneControl;
import io.odsconnect.db2.connection.Db2Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The changes that Capture has collected. */
final class CapturedChanges implements Changes {

    private final ChangeStreams streams;
    private final Db2Session session;
    private final @Nullable PruneControl pruneControl;

    /** Reads {@code streams} over {@code session}; {@code pruneControl} is null where Capture is not told what to prune. */
    CapturedChanges(ChangeStreams streams, Db2Session session, @Nullable PruneControl pruneControl) {
        this.streams = streams;
        this.session = session;
        this.pruneControl = pruneControl;
    }

    @Override
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        streams.read(batch, max);
        if (pruneControl != null) {
            pruneControl.tellIfDue();
        }
    }

    @Override
    public int whole() {
        return streams.whole();
    }

    @Override
    public boolean unitOpen() {
        return streams.unitOpen();
    }

    @Override
    public void rewind() {
        streams.rewind();
        session.close();
    }

    @Override
    public List<SourceRecord> heartbeats(Heartbeats heartbeats) throws SQLException {
        if (streams.partitions().stream().anyMatch(heartbeats::due)) {
            heartbeats.act();
        }
        return beats(heartbeats, heartbeats::due);
    }

    /**
     * Returns a record for each stream of which it is not stored yet where it begins, or what has to be loaded: no load may
     * go on, and no change of these streams is read, before {@link #beginningsAreStored}.
     */
    List<SourceRecord> beginnings(Heartbeats heartbeats) {
        Set<Map<String, String>> untold = streams.untold();
        return beats(heartbeats, untold::contains);
    }

    /** Says whether {@link #beginnings} has nothing more to hand over. */
    boolean allTold() {
        return streams.untold().isEmpty();
    }

    /** Hears that all {@link #beginnings} are stored. */
    void beginningsAreStored() {
        streams.beginningsAreStored();
    }

    private List<SourceRecord> beats(Heartbeats heartbeats, Predicate<Map<String, String>> which) {
        return streams.offsets(which).entrySet().stream()
                .map(stream -> heartbeats.beat(stream.getKey(), stream.getValue()))
                .toList();
    }
}
