package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The load of all tables that are not loaded yet, one after the other. */
public final class BulkLoad {

    private static final Logger LOG = LoggerFactory.getLogger(BulkLoad.class);

    /**
     * A table to load.
     *
     * @param events its events
     * @param partition the source partition of its bulk rows
     * @param progress how far it was loaded before
     */
    public record Part(TableEvents events, Map<String, ?> partition, TableProgress progress) {}

    private final List<TableLoad> loads = new ArrayList<>();
    private final List<TableId> emptyTables = new ArrayList<>();
    private int current;
    private boolean begun;

    /** Loads {@code parts} in their order. */
    public BulkLoad(LoadSettings settings, Db2Session session, SourceBlock source, List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            Part part = parts.get(i);
            loads.add(new TableLoad(settings, session, part.events(), source, part.partition(), part.progress(), last));
        }
    }

    /** Adds rows to {@code batch} until it has {@code max} records; says whether there may be more. */
    public boolean read(List<SourceRecord> batch, int max) throws SQLException {
        while (current < loads.size() && batch.size() < max) {
            TableLoad load = loads.get(current);
            if (!begun) {
                begun = true;
                LOG.info("Loading table {}, {} rows of which are loaded already", load.table(), load.rows());
            }
            if (!load.read(batch, max)) {
                LOG.info("Loaded table {}: {} rows", load.table(), load.rows());
                if (load.rows() == 0) {
                    emptyTables.add(load.table());
                }
                begun = false;
                current++;
            }
        }
        return current < loads.size();
    }

    /** Returns the tables that had no row, of those that were read to their end. */
    public List<TableId> emptyTables() {
        return List.copyOf(emptyTables);
    }

    /** Forgets what was read ahead; the next read asks the database again, after the last row handed over. */
    public void rewind() {
        if (current < loads.size()) {
            loads.get(current).rewind();
        }
    }
}
