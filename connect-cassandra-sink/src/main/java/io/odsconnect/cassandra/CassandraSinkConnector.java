package io.odsconnect.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.cassandra.connection.ConnectionProblem;
import io.odsconnect.cassandra.connection.Sessions;
import io.odsconnect.cassandra.mapping.TableCheck;
import io.odsconnect.cassandra.mapping.Tables;
import io.odsconnect.cassandra.store.RoleRights;
import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.config.OtherConnectors;
import io.odsconnect.common.config.UnknownOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.sink.StoreSinkConnector;
import io.odsconnect.common.template.TopicTemplates;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;

/** Keeps rows in tables of Cassandra, with their positions as write timestamps. */
public final class CassandraSinkConnector extends StoreSinkConnector {

    /** Makes a connector; the worker does. */
    public CassandraSinkConnector() {}

    @Override
    public ConfigDef config() {
        return CassandraOptions.definition();
    }

    @Override
    protected UnknownOptions unknownOptions() {
        return super.unknownOptions()
                .knowWithAnythingBehind(List.of(
                        RowOptions.TABLE_TEMPLATE, RowOptions.COLUMN_MAPPING, RowOptions.AUTO_CREATE_PARTITION_KEY))
                .own("cassandra.")
                .elsewhere(OtherConnectors.besides("Cassandra sink"))
                .elsewhere(CassandraOptions.ELSEWHERE);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CassandraSinkTask.class;
    }

    /** Checks the options, and where they are right, whether the cluster lets us in and has the tables. */
    @Override
    public Config validate(Map<String, String> props) {
        Config config = super.validate(props);
        if (!SinkOptions.hasErrors(config)) {
            CassandraSinkConfig.problems(new AbstractConfig(config(), props, false))
                    .forEach((option, sentence) -> SinkOptions.error(config, option, sentence));
        }
        if (!SinkOptions.hasErrors(config)) {
            checkCluster(new CassandraSinkConfig(props), config);
        }
        return config;
    }

    private static void checkCluster(CassandraSinkConfig options, Config config) {
        try (CqlSession session = Sessions.toValidate(options)) {
            TableCheck check = TableCheck.of(
                    options.rules(),
                    TopicTemplates.topics(options),
                    new Tables(session::getMetadata, session::refreshSchema),
                    nodes(session));
            check.problems().forEach((option, sentence) -> SinkOptions.error(config, option, sentence));
            SinkMode mode = CompareOptions.of(options.originalsStrings()).mode();
            RoleRights.missing(session, check.tables(), mode)
                    .forEach(sentence -> SinkOptions.error(config, CassandraOptions.USERNAME, sentence));
        } catch (ConnectionProblem e) {
            SinkOptions.error(config, e.option(), String.valueOf(e.getMessage()));
        } catch (ConfigException e) {
            SinkOptions.error(config, CassandraOptions.SSL_ENABLED, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Integer> nodes(CqlSession session) {
        return session.getMetadata().getNodes().values().stream()
                .map(Node::getDatacenter)
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(Function.identity(), datacenter -> 1, Integer::sum));
    }
}
