package io.odsconnect.redis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/** What holds between options that are each valid alone, and for what is set for single topics, which no ConfigDef has. */
public final class RedisSinkRules {

    private RedisSinkRules() {}

    /**
     * A rule that is broken.
     *
     * @param option the option to change
     * @param sentence what is wrong and what to do
     */
    public record Violation(String option, String sentence) {}

    /** Returns the rules that a configuration breaks whose options are valid each by itself. */
    public static List<Violation> check(AbstractConfig config) {
        List<Violation> violations = new ArrayList<>();
        checkConnection(config, violations);
        violations.addAll(RowRules.check(config));
        return violations;
    }

    static RedisMode mode(AbstractConfig config) {
        return RedisMode.valueOf(config.getString(RedisSinkOptions.MODE).toUpperCase(Locale.ROOT));
    }

    private static void checkConnection(AbstractConfig config, List<Violation> violations) {
        RedisMode mode = mode(config);
        int hosts = config.getList(RedisSinkOptions.HOSTS).size();
        if (mode == RedisMode.STANDALONE && hosts > 1) {
            violations.add(new Violation(
                    RedisSinkOptions.HOSTS,
                    "There is one server with " + RedisSinkOptions.MODE + "=standalone, and " + hosts
                            + " are named: name the master, or set " + RedisSinkOptions.MODE
                            + " to sentinel or cluster."));
        }
        if (mode == RedisMode.CLUSTER && config.getInt(RedisSinkOptions.DATABASE) != 0) {
            violations.add(new Violation(
                    RedisSinkOptions.DATABASE,
                    "A cluster has database 0 only: leave it out, or set " + RedisSinkOptions.MODE + "."));
        }
        if (mode == RedisMode.CLUSTER) {
            checkHashTags(config, violations);
        }
        checkSentinels(config, mode, violations);
        checkLogin(config, RedisSinkOptions.USERNAME, RedisSinkOptions.PASSWORD, violations);
        checkLogin(config, RedisSinkOptions.SENTINEL_USERNAME, RedisSinkOptions.SENTINEL_PASSWORD, violations);
        checkTls(config, violations);
        int waitMillis = config.getInt(RedisSinkOptions.WAIT_TIMEOUT_MS);
        if (config.getInt(RedisSinkOptions.WAIT_REPLICAS) > 0
                && waitMillis >= config.getInt(RedisSinkOptions.SOCKET_TIMEOUT_MS)) {
            violations.add(new Violation(
                    RedisSinkOptions.WAIT_TIMEOUT_MS,
                    "It has to be below " + RedisSinkOptions.SOCKET_TIMEOUT_MS
                            + ", or the connection is given up while the replicas still have time."));
        }
    }

    /** A row and its index have to be in one slot, and without a tag in both of their names they are not. */
    private static void checkHashTags(AbstractConfig config, List<Violation> violations) {
        Map<String, Object> all = config.originals();
        if (all.keySet().stream().noneMatch(option -> isTemplate(option, RowOptions.INDEX_TEMPLATE))) {
            return;
        }
        all.forEach((option, value) -> {
            boolean template =
                    isTemplate(option, RowOptions.INDEX_TEMPLATE) || isTemplate(option, RowOptions.KEY_TEMPLATE);
            if (template && !String.valueOf(value).contains("{{")) {
                violations.add(
                        new Violation(
                                option,
                                "In a cluster a row and its index have to be in one slot: put the same hash tag into both templates,"
                                        + " for example client:{{{CLIENT_ID}}}:card:{CARD_NO} and client:{{{CLIENT_ID}}}:cards."));
            }
        });
    }

    private static boolean isTemplate(String option, String name) {
        return option.equals(name) || option.startsWith(name + ".");
    }

    private static void checkSentinels(AbstractConfig config, RedisMode mode, List<Violation> violations) {
        String master = config.getString(RedisSinkOptions.SENTINEL_MASTER);
        if (mode == RedisMode.SENTINEL) {
            if (master == null || master.isBlank()) {
                violations.add(new Violation(
                        RedisSinkOptions.SENTINEL_MASTER,
                        "It is missing: " + RedisSinkOptions.MODE
                                + "=sentinel needs the name by which the Sentinels know the master."));
            }
            return;
        }
        for (String option : List.of(
                RedisSinkOptions.SENTINEL_MASTER,
                RedisSinkOptions.SENTINEL_USERNAME,
                RedisSinkOptions.SENTINEL_PASSWORD)) {
            if (config.originals().get(option) != null) {
                violations.add(new Violation(
                        option, "It is for Sentinels: leave it out, or set " + RedisSinkOptions.MODE + "=sentinel."));
            }
        }
    }

    private static void checkLogin(
            AbstractConfig config, String username, String password, List<Violation> violations) {
        if (config.getString(username) != null && config.getPassword(password) == null) {
            violations.add(new Violation(password, "It is missing: " + username + " needs one."));
        }
    }

    /** Who sets a trust store and gets no encryption would learn it from the network's eavesdroppers. */
    private static void checkTls(AbstractConfig config, List<Violation> violations) {
        if (!config.getBoolean(RedisSinkOptions.SSL_ENABLED)) {
            config.originalsWithPrefix(RedisSinkOptions.PREFIX + "ssl.", false).entrySet().stream()
                    .filter(option -> option.getValue() != null)
                    .map(Map.Entry::getKey)
                    .filter(option -> !option.equals(RedisSinkOptions.SSL_ENABLED))
                    .sorted()
                    .findFirst()
                    .ifPresent(option -> violations.add(new Violation(
                            RedisSinkOptions.SSL_ENABLED,
                            "It is false, yet " + option + " is set: set it to true, or leave the other out.")));
        }
    }
}
