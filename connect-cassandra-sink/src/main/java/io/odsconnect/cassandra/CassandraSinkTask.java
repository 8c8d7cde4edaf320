package io.odsconnect.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.connection.LateStore;
import io.odsconnect.cassandra.connection.Sessions;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.MappingRules;
import io.odsconnect.cassandra.store.CassandraStore;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.sink.Store;
import io.odsconnect.common.sink.StoreSinkTask;
import java.util.Map;

/** Writes the rows of some partitions to Cassandra. */
public final class CassandraSinkTask extends StoreSinkTask {

    /** Makes a task; the worker does. */
    public CassandraSinkTask() {
        super(CassandraOptions.definition(), CassandraSinkTask::open);
    }

    /**
     * Opens the store. A mistake in the options ends the task at once; a cluster that cannot be reached may be back
     * soon.
     */
    private static Store<CassandraWrite> open(Map<String, String> props) {
        CassandraSinkConfig config = new CassandraSinkConfig(props);
        // Whatever may be wrong with the options shows before there is a session that would have to be closed.
        MappingRules rules = config.rules();
        int batchBytes = config.batchBytes();
        return LateStore.open(TaskName.of(props), config, () -> open(config, rules, batchBytes));
    }

    private static Store<CassandraWrite> open(CassandraSinkConfig config, MappingRules rules, int batchBytes) {
        CqlSession session = Sessions.open(config);
        try {
            return new CassandraStore(session, rules, batchBytes);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }
}
