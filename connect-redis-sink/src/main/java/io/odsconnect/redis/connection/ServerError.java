package io.odsconnect.redis.connection;

import io.odsconnect.common.sink.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * An error as the server words it, for example {@code WRONGTYPE Operation against a key holding the wrong kind of
 * value}: the code decides what becomes of the write.
 *
 * @param code the first word, which identifies the error; {@code ERR} for errors without a code
 * @param text the error without anything that was quoted in it, which may be a key or a value
 */
public record ServerError(String code, String text) {

    /** What Redis up to 6.2 puts before an error that arose in a script: {@code @user_script: 12: -}. */
    private static final Pattern SCRIPT_LINE = Pattern.compile("^@?\\w+: ?\\d+: -?");

    private static final Pattern CODE = Pattern.compile("^-?([A-Z]+)\\b");
    private static final Pattern QUOTED = Pattern.compile("['`\"].*['`\"]", Pattern.DOTALL);

    /** How servers say NOPERM about a command in a script: up to 7.0, and later ones. */
    private static final Pattern NO_PERMISSION_IN_SCRIPT =
            Pattern.compile("^(ERR )?(The user executing the script can't|ACL failure in script)");

    private static final String NO_PERMISSION = "NOPERM";
    private static final String WRONG_TYPE = "WRONGTYPE";
    private static final String CROSS_SLOT = "CROSSSLOT";
    private static final String NO_CODE = "ERR";

    /** How RedisJSON says WRONGTYPE. */
    private static final Pattern WRONG_TYPE_OF_A_DOCUMENT = Pattern.compile("Existing key has wrong Redis type");

    /** Errors that say something of the server's state, not of the write, and what to do about those that stay. */
    private static final Map<String, String> PASSING = Map.ofEntries(
            Map.entry("OOM", "it has no memory left: raise maxmemory, or make room"),
            Map.entry("LOADING", "it is loading its data"),
            Map.entry("READONLY", "it is a replica: redis.hosts must name the master"),
            Map.entry("BUSY", "a script runs for too long on it"),
            Map.entry("MASTERDOWN", "it is a replica that has lost its master"),
            Map.entry("NOMASTERLINK", "it is a replica that has lost its master"),
            Map.entry("REDIRECT", "it is a replica, or is about to become one"),
            Map.entry("MISCONF", "it cannot save its data to disk"),
            Map.entry("NOREPLICAS", "it has fewer replicas than min-replicas-to-write"),
            Map.entry("TRYAGAIN", "its slots are being moved"),
            Map.entry("CLUSTERDOWN", "its cluster is down"),
            Map.entry("EXECABORT", "it did not take one of the commands of a transaction"),
            Map.entry("UNBLOCKED", "it is being made a replica"),
            Map.entry("UNKILLABLE", "a script runs for too long on it"));

    /** Errors that stay until somebody changes the server or the options, and what to change. */
    private static final Map<String, String> LASTING = Map.of(
            "NOAUTH",
            "it requires a password: set redis.password",
            "WRONGPASS",
            "it does not accept redis.username and redis.password",
            NO_PERMISSION,
            "the user may not do this: give it the commands and keys that docs/redis-sink.md names",
            "DENIED",
            "it is in protected mode: set a password there and in redis.password, or let it bind to other addresses",
            "NOPROTO",
            "it does not speak this version of the protocol: change redis.protocol",
            "MOVED",
            "it is a node of a cluster: set redis.mode=cluster",
            "ASK",
            "it is a node of a cluster: set redis.mode=cluster");

    /** What servers say without a code where it passes. Sources: networking.c, cluster.c and multi.c of Redis and Valkey. */
    private static final Map<Pattern, String> PASSING_WORDS = Map.of(
            Pattern.compile("max number of clients"),
            "it has as many connections as maxclients allows: raise it",
            Pattern.compile("MULTI calls can not be nested|EXEC without MULTI"),
            "a transaction on its connection got out of step");

    /** What they say without a code where every write would get the same answer. Sources: server.c, db.c and script.c. */
    private static final Map<Pattern, String> LASTING_WORDS = Map.of(
            Pattern.compile("(?i)unknown (redis |server )?(sub)?command"),
            "it does not know a command of the sink (renamed, switched off or too old)",
            Pattern.compile("(?i)wrong number of arg|command is not allowed from script|not allowed from read-only"),
            "it takes a command of the sink otherwise than Redis 6.2 and later do",
            Pattern.compile("(?i)DB index"),
            "it has no such database: change redis.database",
            Pattern.compile("(?i)AUTH.*without any password|no password is set"),
            "it has no password: leave out redis.password",
            Pattern.compile("(?i)cluster support disabled"),
            "it is no node of a cluster: change redis.mode",
            Pattern.compile("(?i)error compiling script"),
            "it does not understand the script of the sink");

    /** Reads the server's words. */
    public static ServerError of(String words) {
        String text = SCRIPT_LINE.matcher(words).replaceFirst("");
        Matcher code = CODE.matcher(text);
        String safe = QUOTED.matcher(text).replaceAll("'...'");
        if (NO_PERMISSION_IN_SCRIPT.matcher(text).find()) {
            return new ServerError(NO_PERMISSION, safe);
        }
        if (WRONG_TYPE_OF_A_DOCUMENT.matcher(text).find()) {
            return new ServerError(WRONG_TYPE, safe);
        }
        return new ServerError(code.find() ? code.group(1) : NO_CODE, safe);
    }

    /** Reads the server's words from what the client made of them. */
    public static ServerError of(JedisDataException error) {
        return of(String.valueOf(error.getMessage()));
    }

    /** Says whether what is at the key is not what the command is for. */
    public boolean isOfOtherType() {
        return code.equals(WRONG_TYPE);
    }

    /** Returns what becomes of a write that this error was the answer to. */
    public Outcome ofOneRow() {
        return ofEveryRow().orElseGet(this::ofThisRow);
    }

    /**
     * Returns what becomes of writes that went together, where this error was the answer to all: empty where one of them
     * may be to blame, and nobody knows which.
     */
    public Optional<Outcome> ofEveryRow() {
        boolean hasOwnCode = isKnownCode() || isOfOtherType() || code.equals(CROSS_SLOT);
        String change = LASTING.getOrDefault(code, hasOwnCode ? "" : find(LASTING_WORDS));
        if (!change.isEmpty()) {
            return Optional.of(new Outcome.Fatal("Redis refuses the sink's writes: " + change + codeOrText(), null));
        }
        String advice = PASSING.getOrDefault(code, hasOwnCode ? "" : find(PASSING_WORDS));
        return advice.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Retry("Redis refuses writes at present: " + advice + codeOrText(), null));
    }

    private boolean isKnownCode() {
        return LASTING.containsKey(code) || PASSING.containsKey(code);
    }

    /** Returns the code in brackets, or the text if there is no known code. */
    private String codeOrText() {
        return " (" + (isKnownCode() ? code : text) + ")";
    }

    /** Returns what becomes of all writes on a connection on which this was the answer to something that is no write. */
    public Outcome ofConnection() {
        return ofEveryRow().orElseGet(() -> new Outcome.Retry("Redis refuses writes at present: " + text, null));
    }

    private String find(Map<Pattern, String> words) {
        return words.entrySet().stream()
                .filter(each -> each.getKey().matcher(text).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private Outcome ofThisRow() {
        if (code.equals(CROSS_SLOT)) {
            return new Outcome.Rejected(
                    "The keys that belong to this row are in different slots of the cluster (CROSSSLOT): give the templates"
                            + " of its keys one hash tag in common, and a key with a closing brace an opening one",
                    null);
        }
        if (isOfOtherType()) {
            return new Outcome.Rejected(
                    "Redis holds a value of another type at this key or at its delete marker's, and the sink does not"
                            + " overwrite what it did not write (WRONGTYPE): delete it, or choose another key.template",
                    null);
        }
        return new Outcome.Rejected("Redis refuses this row: " + text, null);
    }
}
