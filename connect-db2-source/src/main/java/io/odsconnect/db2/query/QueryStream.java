package io.odsconnect.db2.query;

import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.ZonelessTimes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What several tables have to tell by queries, one table after the other. */
public final class QueryStream {

    private final Db2Session session;
    private final ZonelessTimes times = new ZonelessTimes();
    private final List<TableQuery> queries = new ArrayList<>();
    private final List<Map<String, String>> partitions = new ArrayList<>();
    private int current;

    /**
     * Prepares to read tables.
     *
     * @param tables the tables
     * @param settings how they are queried
     * @param session the way to the database
     * @param zone the zone of its clock
     * @param source makes the source blocks
     * @param partitions the source partition of a table's records
     * @param offsets the stored offset of a partition, or null
     */
    public QueryStream(
            List<QueriedTable> tables,
            QuerySettings settings,
            Db2Session session,
            ServerClock zone,
            SourceBlock source,
            Function<TableId, Map<String, String>> partitions,
            Function<Map<String, String>, @Nullable Map<String, Object>> offsets) {
        this.session = session;
        for (QueriedTable table : tables) {
            Map<String, String> partition = partitions.apply(table.events().table());
            this.partitions.add(partition);
            queries.add(new TableQuery(
                    table, settings, session, this::localMicros, zone, source, partition, offsets.apply(partition)));
        }
    }

    /**
     * Adds the next rows to {@code batch} until it has about {@code max} records or every table was looked at once. What
     * was added counts as handed over, also when this fails later on.
     */
    public void read(List<SourceRecord> batch, int max) throws SQLException {
        if (current >= queries.size()) {
            current = 0;
        }
        Instant now = Instant.now();
        while (current < queries.size() && batch.size() < max) {
            if (queries.get(current).read(batch, max, now)) {
                current++;
            }
        }
    }

    /** Forgets what was read ahead; the next read asks the database again. */
    public void rewind() {
        queries.forEach(TableQuery::rewind);
    }

    /** Returns where the reading of each table is. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            places.add(new Place(partitions.get(i), queries.get(i).offset()));
        }
        return places;
    }

    /**
     * Where a table's reading is.
     *
     * @param partition its source partition
     * @param offset its source offset
     */
    public record Place(Map<String, String> partition, Map<String, Object> offset) {}

    private long localMicros() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.currentTime());
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return Objects.requireNonNull(times.micros(rows, 1));
        }
    }
}
