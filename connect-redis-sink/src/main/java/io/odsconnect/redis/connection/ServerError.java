package io.odsconnect.redis.connection;

import io.odsconnect.common.sink.Outcome;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * An error as the server words it, for example {@code WRONGTYPE Operation against a key holding the wrong kind of
 * value}: the code decides what becomes of the write.
 *
 * @param code the first word, by which errors are told apart; {@code ERR} for all that have none of their own
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
    private static final String UNKNOWN_SCRIPT = "NOSCRIPT";

    /** Errors that say something of the server's state, not of the write, and what to do about those that stay. */
    private static final Map<String, String> PASSING = Map.ofEntries(
            Map.entry("OOM", "it has no memory left: raise maxmemory, or make room"),
            Map.entry("LOADING", "it is loading its data"),
            Map.entry("READONLY", "it is a replica: redis.hosts must name the master"),
            Map.entry("BUSY", "a script runs for too long on it"),
            Map.entry("MASTERDOWN", "it is a replica that has lost its master"),
            Map.entry("MISCONF", "it cannot save its data to disk"),
            Map.entry("NOREPLICAS", "it has fewer replicas than min-replicas-to-write"),
            Map.entry("TRYAGAIN", "its slots are being moved"),
            Map.entry("CLUSTERDOWN", "its cluster is down"),
            Map.entry("EXECABORT", "it did not take one of the commands of a transaction"),
            Map.entry("UNKILLABLE", "a script runs for too long on it"));

    /** Errors that stay until somebody changes the server or the options, and what to change. */
    private static final Map<String, String> LASTING = Map.of(
            "NOAUTH",
            "it wants a password: set redis.password",
            "WRONGPASS",
            "it does not accept redis.username and redis.password",
            NO_PERMISSION,
            "the user may not do this: give it the commands and keys that docs/redis-sink.md names",
            "MOVED",
            "it is a node of a cluster: set redis.mode=cluster",
            "ASK",
            "it is a node of a cluster: set redis.mode=cluster");

    /** Reads the server's words. */
    public static ServerError of(String words) {
        String text = SCRIPT_LINE.matcher(words).replaceFirst("");
        Matcher code = CODE.matcher(text);
        String safe = QUOTED.matcher(text).replaceAll("'...'");
        if (NO_PERMISSION_IN_SCRIPT.matcher(text).find()) {
            return new ServerError(NO_PERMISSION, safe);
        }
        return new ServerError(code.find() ? code.group(1) : "ERR", safe);
    }

    /** Reads the server's words from what the client made of them. */
    public static ServerError of(JedisDataException error) {
        return of(String.valueOf(error.getMessage()));
    }

    /** Says whether the server does not know the script that was called by its digest. */
    public boolean isUnknownScript() {
        return code.equals(UNKNOWN_SCRIPT);
    }

    /** Says whether what is at the key is not what the command is for. */
    public boolean isOfOtherType() {
        return code.equals(WRONG_TYPE);
    }

    /** Returns what becomes of a write that this error was the answer to. */
    public Outcome ofOneRow() {
        if (PASSING.containsKey(code) || LASTING.containsKey(code)) {
            return ofWholeCall();
        }
        if (isOfOtherType()) {
            return new Outcome.Rejected(
                    "Redis holds a value of another type at this key or at its delete marker's, and the sink does not"
                            + " overwrite what it did not write (WRONGTYPE): delete it, or choose another key.template",
                    null);
        }
        return new Outcome.Rejected("Redis does not take this row: " + text, null);
    }

    /** Returns what becomes of writes that went together, where this error was the answer to all: no row can be blamed. */
    public Outcome ofWholeCall() {
        if (code.equals(CROSS_SLOT)) {
            return new Outcome.Rejected(
                    "The keys that belong to this row are in different slots of the cluster (CROSSSLOT): give the templates"
                            + " of its keys one hash tag in common, and a key with a closing brace an opening one",
                    null);
        }
        String change = LASTING.get(code);
        if (change != null) {
            return new Outcome.Fatal("Redis does not let the sink write: " + change + " (" + code + ")", null);
        }
        String advice = PASSING.get(code);
        return new Outcome.Retry(
                "Redis does not take writes now: " + (advice == null ? text : advice + " (" + code + ")"), null);
    }
}
