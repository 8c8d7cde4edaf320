package io.odsconnect.testbed.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the embedded Redis is set up. Each {@code with} method returns a changed copy.
 *
 * @param user the ACL user that clients log in as; null for the default user
 * @param password the password; null for none
 * @param durable whether data survives {@link RedisServer#kill()}
 * @param tls certificates for a server that talks TLS only, and only to clients that show one; null for no TLS
 * @param settings further lines of {@code redis.conf}, name to arguments
 */
public record RedisOptions(
        @Nullable String user,
        @Nullable String password,
        boolean durable,
        @Nullable RedisCertificates tls,
        Map<String, String> settings) {

    /** A server without a password whose data goes when it is killed. */
    public static final RedisOptions PLAIN = new RedisOptions(null, null, false, null, Map.of());

    /** Copies the settings and checks what would break out of a line of {@code redis.conf}. */
    public RedisOptions {
        settings = Map.copyOf(settings);
        if (user != null && password == null) {
            throw new IllegalArgumentException("A user needs a password");
        }
        checkWord("user", user);
        checkWord("password", password);
    }

    /** Returns these options with a password for the default user. */
    public RedisOptions withPassword(String newPassword) {
        return new RedisOptions(null, newPassword, durable, tls, settings);
    }

    /** Returns these options with an ACL user who may do everything, and the default user switched off. */
    public RedisOptions withUser(String newUser, String newPassword) {
        return new RedisOptions(newUser, newPassword, durable, tls, settings);
    }

    /** Returns these options with an append-only file, so that all acknowledged writes survive a kill of the process. */
    public RedisOptions withDurability() {
        return new RedisOptions(user, password, true, tls, settings);
    }

    /** Returns these options for a server that talks TLS only, also to its replicas and the nodes of its cluster. */
    public RedisOptions withTls(RedisCertificates certificates) {
        return new RedisOptions(user, password, durable, certificates, settings);
    }

    /** Returns these options with one more line of {@code redis.conf}, such as {@code maxmemory} and {@code 64mb}. */
    public RedisOptions with(String name, String arguments) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, arguments);
        return new RedisOptions(user, password, durable, tls, more);
    }

    /** Names what is set, never the password. */
    @Override
    public String toString() {
        return "RedisOptions[user=" + user + ", durable=" + durable + ", settings=" + settings.keySet() + "]";
    }

    /** Returns the lines of {@code redis.conf} for these options. */
    List<String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("save", "\"\"");
        if (durable) {
            // Written before the reply, and left to the kernel to sync: it outlives the process, which is all we kill.
            lines.put("appendonly", "yes");
            lines.put("appendfsync", "no");
        }
        if (user != null) {
            lines.put("user " + user, "on >" + password + " ~* &* +@all");
            lines.put("user default", "off");
        } else if (password != null) {
            lines.put("requirepass", password);
        }
        lines.putAll(loginOfReplicas());
        lines.putAll(encryption());
        lines.putAll(settings);
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " " + line.getValue())
                .toList();
    }

    /** Returns the lines that say how to log in to the master, should this server be a replica. */
    private Map<String, String> loginOfReplicas() {
        Map<String, String> lines = new LinkedHashMap<>();
        if (user != null) {
            lines.put("masteruser", user);
        }
        if (password != null) {
            lines.put("masterauth", password);
        }
        return lines;
    }

    /** Returns the lines about TLS that servers and Sentinels have. */
    Map<String, String> encryption() {
        if (tls == null) {
            return Map.of();
        }
        return Map.of(
                "tls-cert-file", tls.certificate().toString(),
                "tls-key-file", tls.key().toString(),
                "tls-ca-cert-file", tls.authority().toString(),
                "tls-replication", "yes");
    }

    /** Returns the lines about the port that servers and Sentinels have. */
    List<String> ports(int port) {
        return tls == null ? List.of("port " + port) : List.of("port 0", "tls-port " + port);
    }

    private static void checkWord(String what, @Nullable String value) {
        if (value != null && !value.matches("[^\\s\"'\\\\]+")) {
            throw new IllegalArgumentException("The " + what + " must have no spaces, quotes or backslashes");
        }
    }
}
