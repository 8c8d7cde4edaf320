package io.odsconnect.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.connection.Sessions;
import io.odsconnect.cassandra.mapping.TableName;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.sink.StoreSinkConnector;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;

/** Keeps rows in tables of Cassandra, with their positions as write timestamps. */
public final class CassandraSinkConnector extends StoreSinkConnector {

    /** Makes a connector; the worker does. */
    public CassandraSinkConnector() {}

    @Override
    public ConfigDef config() {
        return CassandraOptions.definition();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CassandraSinkTask.class;
    }

    /** Checks the options, and where they are right, whether the cluster lets us in and has the tables. */
    @Override
    public Config validate(Map<String, String> props) {
        Config config = super.validate(props);
        if (!hasErrors(config)) {
            CassandraSinkConfig.problems(new AbstractConfig(config(), props, false))
                    .forEach((option, sentence) -> add(config, option, sentence));
        }
        if (!hasErrors(config)) {
            checkCluster(new CassandraSinkConfig(props), config);
        }
        return config;
    }

    private static void checkCluster(CassandraSinkConfig options, Config config) {
        try (CqlSession session = Sessions.open(options)) {
            for (String topic : TopicTemplates.topics(options)) {
                options.tables()
                        .forTopic(topic)
                        .filter(Template::isConstant)
                        .flatMap(template -> problemOf(template.toString(), session.getMetadata()))
                        .ifPresent(sentence -> add(config, CassandraOptions.TABLE_TEMPLATE, sentence));
            }
        } catch (ConnectException e) {
            add(config, CassandraOptions.CONTACT_POINTS, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> problemOf(String table, Metadata metadata) {
        Optional<TableName> name = TableName.parse(table);
        if (name.isEmpty()) {
            return Optional.of(table + " is not of the form keyspace.table.");
        }
        boolean there = name.flatMap(parsed ->
                        metadata.getKeyspace(parsed.keyspace()).flatMap(keyspace -> keyspace.getTable(parsed.table())))
                .isPresent();
        return there ? Optional.empty() : Optional.of("There is no table " + table + " in Cassandra: create it first.");
    }

    private static boolean hasErrors(Config config) {
        return config.configValues().stream()
                .anyMatch(value -> !value.errorMessages().isEmpty());
    }

    /** Adds an error to an option; {@code table.template.<topic>} stands in no definition and is not yet there. */
    private static void add(Config config, String option, String sentence) {
        if (config.configValues().stream().noneMatch(value -> value.name().equals(option))) {
            config.configValues().add(new ConfigValue(option));
        }
        SinkOptions.error(config, option, sentence);
    }
}
