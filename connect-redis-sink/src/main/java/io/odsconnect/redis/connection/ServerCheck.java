package io.odsconnect.redis.connection;

import io.odsconnect.redis.connection.ServerProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Connects once and finds out whether the sink can work with the server. Writes nothing. */
public final class ServerCheck {

    /** The oldest version whose HSET, scripts and ACL are what the sink needs. */
    private static final int OLDEST_MAJOR = 6;

    private static final int OLDEST_MINOR = 2;
    private static final Pattern VERSION = Pattern.compile("^(\\d{1,6})\\.(\\d{1,6})");

    private static final int TIMEOUT_MILLIS = 5000;

    private ServerCheck() {}

    /**
     * Returns the first problem that stands between the sink and the server, empty when there is none. Takes some
     * seconds at most, or as long as the timeouts in {@code settings} where these are shorter.
     *
     * @param settings where the server is and how to log in
     * @param scripts whether the user must be allowed to run scripts
     */
    public static Optional<ServerProblem> run(ConnectionSettings settings, boolean scripts) {
        ConnectionSettings bounded = settings.withTimeouts(settings.timeouts().upTo(TIMEOUT_MILLIS));
        try (Connection connection = new Connection(bounded.servers().hosts().get(0), bounded.toData())) {
            Optional<ServerProblem> problem = checkServer(settings, info(connection));
            if (problem.isEmpty() && scripts) {
                connection.sendCommand(Protocol.Command.EVAL, "return 1", "0");
                connection.getOne();
            }
            return problem;
        } catch (JedisException e) {
            return Optional.of(explain(settings, e));
        }
    }

    private static Optional<ServerProblem> checkServer(ConnectionSettings settings, Map<String, String> info) {
        String version = info.get("redis_version");
        if (version != null && isTooOld(version)) {
            return problem(
                    Kind.SERVER,
                    settings + " is version " + version + "; the sink needs " + OLDEST_MAJOR + "." + OLDEST_MINOR
                            + " or newer");
        }
        if ("cluster".equals(info.get("redis_mode"))) {
            return problem(
                    Kind.SERVER, settings + " is a node of a cluster, which redis.mode=standalone does not serve");
        }
        if ("sentinel".equals(info.get("redis_mode"))) {
            return problem(Kind.SERVER, settings + " is a Sentinel; redis.hosts must name the master");
        }
        if ("slave".equals(info.get("role"))) {
            return problem(Kind.SERVER, settings + " is a replica; redis.hosts must name the master");
        }
        return Optional.empty();
    }

    /** Returns what INFO tells; nothing where the user may not ask, which is no reason to stop. */
    private static Map<String, String> info(Connection connection) {
        connection.sendCommand(Protocol.Command.INFO);
        byte[] text;
        try {
            text = connection.getBinaryBulkReply();
        } catch (JedisAccessControlException e) {
            connection.sendCommand(Protocol.Command.PING);
            connection.getOne();
            return Map.of();
        }
        Map<String, String> info = new HashMap<>();
        new String(text, StandardCharsets.UTF_8).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return info;
    }

    private static ServerProblem explain(ConnectionSettings settings, JedisException e) {
        if (e instanceof JedisDataException error) {
            String words = String.valueOf(error.getMessage());
            if (words.contains("DB index")) {
                return new ServerProblem(
                        Kind.DATABASE, settings + " has no database " + settings.database() + ": " + words);
            }
            if (words.startsWith("LOADING")) {
                return new ServerProblem(Kind.UNREACHABLE, settings + " is still loading its data");
            }
            // The server's words about a log-in hold neither the user nor the password.
            return new ServerProblem(Kind.ACCESS, settings + " does not let the sink in: " + words);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new ServerProblem(
                        Kind.TLS, "No encrypted connection to " + settings + " comes about: " + cause.getMessage());
            }
        }
        String why = ConnectionFailure.describe(e);
        // Who answers the connection and then not us may expect the other kind of talk.
        String hint = "";
        if (why.startsWith("SocketTimeoutException (Read") || why.startsWith("JedisConnectionException")) {
            hint = settings.encryption() == null
                    ? "; if it wants TLS, set redis.ssl.enabled=true"
                    : "; if it does not talk TLS, set redis.ssl.enabled=false";
        }
        return new ServerProblem(Kind.UNREACHABLE, settings + " does not answer: " + why + hint);
    }

    private static boolean isTooOld(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.find()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(numbers.group(2)) < OLDEST_MINOR);
    }

    private static Optional<ServerProblem> problem(Kind kind, String message) {
        return Optional.of(new ServerProblem(kind, message));
    }
}
