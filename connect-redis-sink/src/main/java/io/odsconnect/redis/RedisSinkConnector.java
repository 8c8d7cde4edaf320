package io.odsconnect.redis;

import io.odsconnect.common.config.OtherConnectors;
import io.odsconnect.common.config.UnknownOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.sink.StoreSinkConnector;
import io.odsconnect.redis.config.RedisSinkConfig;
import io.odsconnect.redis.config.RedisSinkOptions;
import io.odsconnect.redis.config.RedisSinkRules;
import io.odsconnect.redis.config.RowOptions;
import io.odsconnect.redis.connection.ServerCheck;
import io.odsconnect.redis.connection.ServerProblem;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;

/** Keeps rows as hashes in Redis. */
public final class RedisSinkConnector extends StoreSinkConnector {

    /** Makes a connector; the worker does. */
    public RedisSinkConnector() {}

    @Override
    public ConfigDef config() {
        return RedisSinkOptions.definition();
    }

    @Override
    protected UnknownOptions unknownOptions() {
        return super.unknownOptions()
                .knowWithAnythingBehind(List.of(RowOptions.KEY_TEMPLATE, RowOptions.INDEX_TEMPLATE))
                .own("redis.")
                .elsewhere(OtherConnectors.besides("Redis sink"))
                .elsewhere(RedisSinkOptions.ELSEWHERE);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return RedisSinkTask.class;
    }

    /** Checks the options, and where they are right, whether the servers can be reached and let us in. */
    @Override
    public Config validate(Map<String, String> props) {
        Config config = super.validate(props);
        if (SinkOptions.hasErrors(config)) {
            return config;
        }
        RedisSinkRules.check(new AbstractConfig(config(), props, false))
                .forEach(violation -> SinkOptions.error(config, violation.option(), violation.sentence()));
        if (!SinkOptions.hasErrors(config)) {
            checkServers(props, config);
        }
        return config;
    }

    private static void checkServers(Map<String, String> props, Config config) {
        try {
            RedisSinkConfig checked = new RedisSinkConfig(props);
            ServerCheck.run(checked.connection(), checked.needs())
                    .ifPresent(problem -> SinkOptions.error(config, optionOf(problem), problem.message()));
        } catch (ConfigException e) {
            // All else is checked by now; what is left are the key store and the trust store.
            SinkOptions.error(config, RedisSinkOptions.SSL_ENABLED, String.valueOf(e.getMessage()));
        }
    }

    private static String optionOf(ServerProblem problem) {
        return switch (problem.kind()) {
            case UNREACHABLE, SERVER -> RedisSinkOptions.HOSTS;
            case REPLICAS -> RedisSinkOptions.WAIT_REPLICAS;
            case MASTER_NAME -> RedisSinkOptions.SENTINEL_MASTER;
            case SENTINEL_ACCESS -> RedisSinkOptions.SENTINEL_PASSWORD;
            case ACCESS -> RedisSinkOptions.PASSWORD;
            case MODULE -> RowOptions.VALUE_TYPE;
            case DATABASE -> RedisSinkOptions.DATABASE;
            case TLS -> RedisSinkOptions.SSL_ENABLED;
        };
    }
}
