package io.odsconnect.aerospike;

import io.odsconnect.aerospike.client.ClusterCheck;
import io.odsconnect.aerospike.config.AerospikeOptions;
import io.odsconnect.aerospike.config.AerospikeRules;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.common.config.OtherConnectors;
import io.odsconnect.common.config.UnknownOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.sink.StoreSinkConnector;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;

/** Keeps Aerospike records equal to the rows whose changes it reads from Kafka. */
public final class AerospikeSinkConnector extends StoreSinkConnector {

    @Override
    public ConfigDef config() {
        return AerospikeSinkConfig.CONFIG_DEF;
    }

    @Override
    protected UnknownOptions unknownOptions() {
        return super.unknownOptions()
                .knowWithAnythingBehind(List.of(
                        AerospikeOptions.NAMESPACE, AerospikeOptions.SET_TEMPLATE, AerospikeOptions.KEY_TEMPLATE))
                .own("aerospike.")
                .elsewhere(OtherConnectors.besides("Aerospike sink"));
    }

    @Override
    public Class<? extends Task> taskClass() {
        return AerospikeSinkTask.class;
    }

    /** Checks each option, and where all are well, what the cluster has to say to them. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        if (SinkOptions.hasErrors(config)) {
            return config;
        }
        AerospikeRules.problems(new AbstractConfig(config(), connectorConfigs, false))
                .forEach((option, sentence) -> SinkOptions.error(config, option, sentence));
        if (!SinkOptions.hasErrors(config)) {
            ClusterCheck.of(new AerospikeSinkConfig(connectorConfigs))
                    .forEach(problem -> SinkOptions.error(config, problem.option(), problem.sentence()));
        }
        return config;
    }
}
