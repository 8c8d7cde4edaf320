package io.odsconnect.redis.connection;

import io.odsconnect.redis.connection.ServerProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * What a user has to be allowed to, as commands that change nothing: the server looks at rights before it looks at
 * arguments, so a write with wrong arguments shows whether a right one would be refused. {@code ACL DRYRUN} would say the
 * same, but came with Redis 7 and is itself a right that a sink's user seldom has.
 *
 * @param commands one for each command that the sink sends; the keys in them do not matter
 * @param keys for each template of keys, commands on keys that it may give
 */
public record Rights(List<List<String>> commands, List<Keys> keys) {

    /** Nothing that would have to be asked. */
    public static final Rights NONE = new Rights(List.of(), List.of());

    /**
     * Commands on several keys of a template. A pattern of the server may allow only some of its keys, so one that is
     * allowed is enough.
     *
     * @param option the option that has the template
     * @param example what such a key looks like
     * @param commands the commands
     */
    public record Keys(String option, String example, List<List<String>> commands) {

        /** Copies the list. */
        public Keys {
            commands = List.copyOf(commands);
        }
    }

    /** Copies the lists. */
    public Rights {
        commands = List.copyOf(commands);
        keys = List.copyOf(keys);
    }

    /** What the server says of the rights that a command needs. */
    private enum Verdict {
        ALLOWED,
        NO_COMMAND,
        NO_KEY
    }

    /**
     * Asks for all rights and returns those that are missing.
     *
     * @param server who it is, as the subject of a sentence
     * @throws redis.clients.jedis.exceptions.JedisException if the server does not answer
     */
    Optional<ServerProblem> missing(Connection connection, String server) {
        List<String> refused = new ArrayList<>();
        for (List<String> command : commands) {
            if (ask(connection, command) == Verdict.NO_COMMAND) {
                refused.add(command.get(0).toLowerCase(Locale.ROOT));
            }
        }
        List<String> unreachable = new ArrayList<>();
        for (Keys each : keys) {
            if (each.commands().stream().allMatch(command -> ask(connection, command) == Verdict.NO_KEY)) {
                unreachable.add(each.example() + " (" + each.option() + ")");
            }
        }
        if (refused.isEmpty() && unreachable.isEmpty()) {
            return Optional.empty();
        }
        String what = (refused.isEmpty() ? "" : "run " + String.join(", ", refused))
                + (refused.isEmpty() || unreachable.isEmpty() ? "" : ", and not ")
                + (unreachable.isEmpty() ? "" : "access keys such as " + String.join(", ", unreachable));
        return Optional.of(new ServerProblem(
                Kind.ACCESS,
                server + " lets the user in, who may not " + what
                        + " (NOPERM): give it the commands and keys that docs/redis-sink.md names under Rights"));
    }

    private static Verdict ask(Connection connection, List<String> command) {
        CommandArguments arguments = new CommandArguments(() -> SafeEncoder.encode(command.get(0)));
        command.subList(1, command.size()).forEach(arguments::add);
        connection.sendCommand(arguments);
        try {
            var unused = connection.getOne();
        } catch (JedisDataException e) {
            String words = String.valueOf(e.getMessage());
            if (words.startsWith("NOPERM")) {
                // "no permissions to run the 'x' command", against "to access the 'x' key" or "one of the keys".
                return words.contains(" run the ") ? Verdict.NO_COMMAND : Verdict.NO_KEY;
            }
        }
        return Verdict.ALLOWED;
    }
}
