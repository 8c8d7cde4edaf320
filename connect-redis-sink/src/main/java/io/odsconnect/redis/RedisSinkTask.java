package io.odsconnect.redis;

import io.odsconnect.common.sink.StoreSinkTask;
import io.odsconnect.redis.config.RedisSinkConfig;
import io.odsconnect.redis.config.RedisSinkOptions;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.connection.ServerCheck;
import io.odsconnect.redis.mapping.RowMapper;
import io.odsconnect.redis.store.RedisStore;
import io.odsconnect.redis.store.WriteRules;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the rows of some partitions to Redis. */
public final class RedisSinkTask extends StoreSinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(RedisSinkTask.class);

    /** Makes a task; the worker does. */
    public RedisSinkTask() {
        super(RedisSinkOptions.definition(), RedisSinkTask::open);
    }

    /**
     * Opens the store. A server that refuses us ends the task at once; one that does not answer may be back when the
     * first records come.
     */
    private static RedisStore open(Map<String, String> props) {
        RedisSinkConfig config = new RedisSinkConfig(props);
        ServerCheck.run(config.connection(), config.needs().withoutRights()).ifPresent(problem -> {
            if (!problem.mayPass()) {
                throw new ConnectException(problem.message());
            }
            LOG.warn("{}. The task starts anyway and retries with the first records", problem.message());
        });
        RowMapper mapper = config.rows().newMapper();
        WriteRules rules = config.rows().writeRules();
        int threads = config.shared().maxInFlightBatches();
        RedisConnections connections = new RedisConnections(config.connection());
        try {
            return new RedisStore(mapper, rules, connections, threads);
        } catch (RuntimeException | Error e) {
            connections.close();
            throw e;
        }
    }
}
