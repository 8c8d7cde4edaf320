package io.odsconnect.cassandra.connection;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The driver's configuration, in layers of which the upper wins: the options that are set, the profile in the driver's
 * file, the rest of that file, the defaults of our options, those of the driver.
 */
final class DriverSettings {

    private static final String ROOT = "datastax-java-driver";
    private static final String PROFILES = "profiles";

    /** What the driver sends over a connection at a time by default, and the most that it can. */
    private static final int USUAL_REQUESTS = 1024;

    private static final int MOST_REQUESTS = 32_768;

    /** What may be repeated of what a file calls a level. */
    private static final Pattern LEVEL_NAME = Pattern.compile("[A-Za-z_]{1,20}");

    private DriverSettings() {}

    /** How long a node may take to accept a connection, and to answer on it, where validation asks. */
    private static final String VALIDATION_TIMEOUT = "4 s";

    /**
     * Returns what loads the configuration.
     *
     * @param toValidate whether the session only finds out what is wrong, and somebody waits for that
     * @throws ConnectionProblem if the driver's file cannot be read or has no such profile
     */
    static DriverConfigLoader of(CassandraSinkConfig config, boolean toValidate) {
        try {
            Config file = fileOf(config);
            Config merged = options(config, true)
                    .withFallback(profileOf(config, file))
                    .withFallback(file)
                    .withFallback(options(config, false))
                    .withFallback(toValidate ? hasty() : ConfigFactory.empty());
            checkLevel(merged.getString(DefaultDriverOption.REQUEST_CONSISTENCY.getPath()));
            return DriverConfigLoader.fromString(merged.atPath(ROOT).root().render(ConfigRenderOptions.concise()));
        } catch (ConfigException e) {
            throw unreadable(String.valueOf(config.getString(CassandraOptions.DRIVER_CONFIG_FILE)), e);
        }
    }

    /**
     * Says where the file is wrong and never what stands there: the option may name any file that the worker can read, and
     * the parser quotes it. For the same reason without the cause, whose message the worker would log.
     */
    private static ConnectionProblem unreadable(String file, ConfigException e) {
        int line = e.origin() == null ? -1 : e.origin().lineNumber();
        String what = e instanceof ConfigException.UnresolvedSubstitution
                ? "has a substitution that nothing is found for"
                : e instanceof ConfigException.WrongType || e instanceof ConfigException.Missing
                        ? "lacks a setting or has one of another type than the driver's"
                        : "is not written as its name says (.conf, .json or .properties)";
        return new ConnectionProblem(
                CassandraOptions.DRIVER_CONFIG_FILE,
                "The driver cannot read the file " + file + ": it " + what + (line < 0 ? "." : ", line " + line + "."));
    }

    /** The driver looks at the level with each write only. */
    private static void checkLevel(String level) {
        try {
            CassandraOptions.LEVELS.ensureValid(CassandraOptions.DRIVER_CONFIG_FILE, level);
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw new ConnectionProblem(
                    CassandraOptions.DRIVER_CONFIG_FILE,
                    "The consistency level in the driver's file"
                            + (LEVEL_NAME.matcher(level).matches() ? ", " + level + "," : "")
                            + " is none for writes: take one that " + CassandraOptions.CONSISTENCY_LEVEL
                            + " may have.");
        }
    }

    private static Config fileOf(CassandraSinkConfig config) {
        String file = config.getString(CassandraOptions.DRIVER_CONFIG_FILE);
        if (file == null) {
            return ConfigFactory.empty();
        }
        Config parsed = ConfigFactory.parseFile(new File(file))
                .resolveWith(ConfigFactory.systemProperties()
                        .withFallback(ConfigFactory.parseFile(new File(file)))
                        .withFallback(ConfigFactory.systemEnvironment()));
        return parsed.hasPath(ROOT) ? parsed.getConfig(ROOT) : ConfigFactory.empty();
    }

    private static Config profileOf(CassandraSinkConfig config, Config file) {
        String name = config.getString(CassandraOptions.DRIVER_PROFILE);
        if (name == null) {
            return ConfigFactory.empty();
        }
        Config profiles = file.hasPath(PROFILES) ? file.getConfig(PROFILES) : ConfigFactory.empty();
        if (!profiles.root().containsKey(name)) {
            throw new ConnectionProblem(
                    CassandraOptions.DRIVER_PROFILE,
                    "The driver's file has no profile " + name + ", but "
                            + (profiles.isEmpty()
                                    ? "none at all"
                                    : String.join(
                                            ", ", new TreeSet<>(profiles.root().keySet())))
                            + ".");
        }
        return profiles.getConfig(ConfigUtil.joinPath(name));
    }

    /** Returns the options that are set, or what the others are by default. */
    private static Config options(CassandraSinkConfig config, boolean set) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (config.isSet(CassandraOptions.CONSISTENCY_LEVEL) == set) {
            values.put(
                    DefaultDriverOption.REQUEST_CONSISTENCY.getPath(),
                    config.getString(CassandraOptions.CONSISTENCY_LEVEL));
        }
        if (config.isSet(CassandraOptions.REQUEST_TIMEOUT_MS) == set) {
            values.put(
                    DefaultDriverOption.REQUEST_TIMEOUT.getPath(),
                    config.getInt(CassandraOptions.REQUEST_TIMEOUT_MS) + " ms");
        }
        if (set) {
            values.putAll(needed(config));
        } else {
            values.putAll(defaults(config));
        }
        return ConfigFactory.parseMap(values);
    }

    private static Config hasty() {
        return ConfigFactory.parseMap(Map.of(
                DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT.getPath(), VALIDATION_TIMEOUT,
                DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT.getPath(), VALIDATION_TIMEOUT));
    }

    /** What the sink needs whatever the file says. */
    private static Map<String, Object> needed(CassandraSinkConfig config) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE.getPath(), true);
        if (config.mostWritesUnderWay() > USUAL_REQUESTS) {
            values.put(
                    DefaultDriverOption.CONNECTION_MAX_REQUESTS.getPath(),
                    Math.min(MOST_REQUESTS, config.mostWritesUnderWay()));
        }
        return values;
    }

    /** Among others, connects again as often as the engine writes again, and not up to a minute later, as the driver would. */
    private static Map<String, Object> defaults(CassandraSinkConfig config) {
        long longest = Math.max(1, config.shared().retryBackoffMaxMillis());
        return Map.of(
                DefaultDriverOption.RECONNECTION_BASE_DELAY.getPath(),
                Math.min(1000, longest) + " ms",
                DefaultDriverOption.RECONNECTION_MAX_DELAY.getPath(),
                longest + " ms",
                // Each task has a session of its own, so the driver's warning of more than four is one of too many
                // tasks.
                DefaultDriverOption.SESSION_LEAK_THRESHOLD.getPath(),
                0);
    }
}
