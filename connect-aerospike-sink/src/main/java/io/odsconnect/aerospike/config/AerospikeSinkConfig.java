package io.odsconnect.aerospike.config;

import com.aerospike.client.Host;
import com.aerospike.client.policy.AuthMode;
import com.aerospike.client.policy.CommitLevel;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.WriteRules;
import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.config.TlsOptions;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The connector's options, read. Secrets are never in its text. */
public final class AerospikeSinkConfig {

    /** The definition of all options. */
    public static final ConfigDef CONFIG_DEF = AerospikeOptions.define();

    private final AbstractConfig config;
    private final SinkOptions shared;
    private final List<Host> hosts;
    private final Map<String, String> binNames;
    private final TopicTemplates namespaceTemplates;
    private final TopicTemplates setTemplates;
    private final TopicTemplates keyTemplates;

    /**
     * Reads the options.
     *
     * @throws ConfigException if one is not valid
     */
    public AerospikeSinkConfig(Map<String, String> props) {
        config = new AbstractConfig(CONFIG_DEF, props, false);
        shared = SinkOptions.of(CONFIG_DEF, props);
        hosts = List.of(Host.parseHosts(config.getString(AerospikeOptions.HOSTS), AerospikeOptions.DEFAULT_PORT));
        namespaceTemplates = TopicTemplates.of(config, AerospikeOptions.NAMESPACE);
        setTemplates = TopicTemplates.of(config, AerospikeOptions.SET_TEMPLATE);
        keyTemplates = TopicTemplates.of(config, AerospikeOptions.KEY_TEMPLATE);
        binNames = new LinkedHashMap<>();
        for (String pair : config.getList(AerospikeOptions.BIN_NAME_MAPPING)) {
            BinName name = BinName.parse(AerospikeOptions.BIN_NAME_MAPPING, pair);
            binNames.put(name.column(), name.bin());
        }
    }

    /** Returns the options that all sinks share. */
    public SinkOptions shared() {
        return shared;
    }

    /** Returns the nodes to begin with. */
    public List<Host> hosts() {
        return hosts;
    }

    /** Returns the name that the cluster has to have; empty where it may have any. */
    public Optional<String> clusterName() {
        return text(AerospikeOptions.CLUSTER_NAME);
    }

    /** Returns the user; empty for none. */
    public Optional<String> username() {
        return text(AerospikeOptions.USERNAME);
    }

    /** Says whether somebody logs in: a user, or whoever the client's certificate names. */
    public boolean logsIn() {
        return username().isPresent() || authMode() == AuthMode.PKI;
    }

    /** Returns the user's password. */
    public String password() {
        return config.getPassword(AerospikeOptions.PASSWORD).value();
    }

    /** Returns how the user is checked. */
    public AuthMode authMode() {
        return AuthMode.valueOf(config.getString(AerospikeOptions.AUTH_MODE).toUpperCase(Locale.ROOT));
    }

    /**
     * Returns what TLS connections are made with; empty for connections without TLS.
     *
     * @throws ConfigException if a store cannot be read
     */
    public Optional<SSLContext> sslContext() {
        return TlsOptions.context(config, AerospikeOptions.TLS_PREFIX);
    }

    /** Says whether nodes are reached by their alternate addresses. */
    public boolean servicesAlternate() {
        return config.getBoolean(AerospikeOptions.SERVICES_ALTERNATE);
    }

    /** Returns how long to wait for a connection, in milliseconds. */
    public int connectTimeoutMs() {
        return config.getInt(AerospikeOptions.CONNECT_TIMEOUT_MS);
    }

    /** Returns how long to wait for a batch, in milliseconds. */
    public int requestTimeoutMs() {
        return config.getInt(AerospikeOptions.REQUEST_TIMEOUT_MS);
    }

    /** Returns how long a node may be silent within a request, in milliseconds. */
    public int socketTimeoutMs() {
        int timeout = config.getInt(AerospikeOptions.SOCKET_TIMEOUT_MS);
        return timeout == 0 ? requestTimeoutMs() : timeout;
    }

    /** Returns how often the client sends a request again. */
    public int maxRetries() {
        return config.getInt(AerospikeOptions.MAX_RETRIES);
    }

    /** Returns the racks near the worker, the nearest first; empty where no rack is preferred. */
    public List<Integer> rackIds() {
        return config.getList(AerospikeOptions.RACK_IDS).stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** Returns the namespaces that are known before any row is there: those that no column is in. */
    public Set<String> namespaces() {
        return Stream.concat(
                        namespaceTemplates.common().stream(),
                        namespaceTemplates.named().stream()
                                .map(namespaceTemplates::forTopic)
                                .flatMap(Optional::stream))
                .filter(Template::isConstant)
                .map(template -> template.expand("", null, null, null))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Says whether columns are in the names of namespaces, so that {@link #namespaces} are not all. */
    public boolean hasNamespacesOfColumns() {
        return Stream.concat(
                        namespaceTemplates.common().stream(),
                        namespaceTemplates.named().stream()
                                .map(namespaceTemplates::forTopic)
                                .flatMap(Optional::stream))
                .anyMatch(template -> !template.isConstant());
    }

    /** Returns the sets that are known before any row is there: those that no field of a record is in. */
    public Set<String> sets() {
        Set<String> sets = new TreeSet<>();
        setTemplates.common().filter(Template::isConstant).ifPresent(template -> sets.add(constant(template)));
        for (String topic : setTemplates.named()) {
            setTemplates
                    .forTopic(topic)
                    .filter(Template::isConstant)
                    .ifPresent(template -> sets.add(constant(template)));
        }
        return sets;
    }

    private static String constant(Template template) {
        return template.expand("", null, null, null);
    }

    /** Returns how many markers the task goes through in a second to find rows that came back; 0 for none. */
    public int markerCheckRate() {
        return shared.positionGuard() ? config.getInt(AerospikeOptions.MARKER_CHECK_RATE) : 0;
    }

    /** Says whether a namespace that resolves conflicts by generation is refused. */
    public boolean checksConflictResolution() {
        return shared.positionGuard() && config.getBoolean(AerospikeOptions.CONFLICT_CHECK);
    }

    /** Returns the task's share of what the connector's tasks do together: its number, and how many there are. */
    public Share share() {
        Map<String, String> props = config.originalsStrings();
        int tasks = Math.max(
                1, Integer.parseInt(props.getOrDefault("tasks.max", "1").strip()));
        int task = Integer.parseInt(props.getOrDefault(TaskName.TASK_ID, "0"));
        return new Share(task % tasks, tasks);
    }

    /**
     * A part of what several do together.
     *
     * @param number which part, from 0 up
     * @param of how many parts there are
     */
    public record Share(int number, int of) {

        /** Returns where the part of so many things begins. */
        public int begin(int things) {
            return (int) ((long) things * number / of);
        }

        /** Returns where the part of so many things ends: the first that is the next one's. */
        public int end(int things) {
            return (int) ((long) things * (number + 1) / of);
        }
    }

    /** Returns the template of the namespace for a topic's rows. */
    public Template namespaceTemplate(String topic) {
        return namespaceTemplates.forTopic(topic).orElseThrow();
    }

    /** Returns the template of the set for a topic's rows. */
    public Template setTemplate(String topic) {
        return setTemplates.forTopic(topic).orElseThrow();
    }

    /** Returns the topics, or beginnings of topics, that have a set of their own. */
    public Set<String> topicsWithSets() {
        return setTemplates.named();
    }

    /** Says whether the task writes changes, and does not compare. */
    public boolean appliesChanges() {
        return CompareOptions.of(config.originalsStrings()).mode() == SinkMode.APPLY;
    }

    /** Returns the template of the user key for a topic's rows; empty where it is the record's key. */
    public Optional<Template> keyTemplate(String topic) {
        return keyTemplates.forTopic(topic);
    }

    /** Returns what bins are called that {@link #binNames} does not name. */
    public BinNameStrategy binNameStrategy() {
        return BinNameStrategy.of(config.getString(AerospikeOptions.BIN_NAME_STRATEGY));
    }

    /** Returns the bins by column, for those that are not called as the strategy says. */
    public Map<String, String> binNames() {
        return binNames;
    }

    /** Returns how records are written. */
    public WriteRules writeRules() {
        return new WriteRules(
                positionBin(),
                config.getBoolean(AerospikeOptions.SEND_KEY),
                durableDelete(),
                config.getString(AerospikeOptions.COMMIT_LEVEL).equals("master")
                        ? CommitLevel.COMMIT_MASTER
                        : CommitLevel.COMMIT_ALL);
    }

    /** Says whether deletes leave tombstones of the server's own. */
    public boolean durableDelete() {
        return config.getBoolean(AerospikeOptions.DURABLE_DELETE);
    }

    /** Returns for how long a server that crashes may lose what it has acknowledged, in milliseconds. */
    public long offsetHoldMs() {
        return config.getLong(AerospikeOptions.OFFSET_HOLD_MS);
    }

    /** Returns the bin that holds the position. */
    public String positionBin() {
        return config.getString(AerospikeOptions.POSITION_BIN);
    }

    /** Returns when rows go of which a column says it. */
    public ExpiryRule expiry() {
        return TtlOptions.rule(config);
    }

    /** Returns how long a row stays of which no column says it. */
    public Lifetime ttl() {
        return Lifetime.ofMillis(config.getLong(TtlOptions.MS));
    }

    /** Returns how long a delete marker stays. */
    public Lifetime markerTtl() {
        return Lifetime.ofMillis(config.getLong(AerospikeOptions.MARKER_TTL_MS));
    }

    /** Returns what is behind the name of a row's set in that of its delete marker's. */
    public String markerSetSuffix() {
        return config.getString(AerospikeOptions.MARKER_SET_SUFFIX);
    }

    private Optional<String> text(String option) {
        return Optional.ofNullable(config.getString(option)).filter(text -> !text.isEmpty());
    }
}
