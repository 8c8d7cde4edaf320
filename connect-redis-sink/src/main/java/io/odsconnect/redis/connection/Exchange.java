package io.odsconnect.redis.connection;

import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Some steps for one server: all are sent, then all answers are read, over one connection. Each answer is looked at:
 * what the server did not do for reasons of its own is to be sent again, to another server or in another form.
 */
final class Exchange implements AutoCloseable {

    private final HostAndPort server;
    private final Topology topology;
    private final ReplicaWait replicaWait;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Integer> answersDue = new ArrayList<>();
    private final List<Attempt> again = new ArrayList<>();
    private NodeConnections.@Nullable Loan loan;
    private @Nullable Outcome failure;
    private boolean allRead;

    Exchange(HostAndPort server, Topology topology, ReplicaWait replicaWait) {
        this.server = server;
        this.topology = topology;
        this.replicaWait = replicaWait;
    }

    HostAndPort server() {
        return server;
    }

    void add(Attempt attempt) {
        attempts.add(attempt);
    }

    /** Sends all steps; a failure is kept for {@link #receive}. */
    void send(NodeConnections connections, SendLimit limit) {
        try {
            NodeConnections.Loan taken = connections.take(server);
            loan = taken;
            limit.send(taken.connection(), () -> send(taken.connection()));
        } catch (JedisException e) {
            failure = failureOf(e);
        }
    }

    private void send(NodeConnection connection) {
        for (Attempt attempt : attempts) {
            int answers = 0;
            if (attempt.asking()) {
                connection.sendCommand(Protocol.Command.ASKING);
                answers++;
            }
            answersDue.add(answers + attempt.step().send(connection, attempt.scriptsInFull()));
        }
        if (replicaWait.isAsked()) {
            connection.sendCommand(
                    Protocol.Command.WAIT,
                    Integer.toString(replicaWait.replicas()),
                    Integer.toString(replicaWait.timeoutMillis()));
        }
        connection.sendAll();
    }

    /** Reads all answers, hands them to the steps, and returns what is to be sent again. */
    List<Attempt> receive() {
        int answered = 0;
        List<Attempt> done = new ArrayList<>();
        if (loan != null && failure == null) {
            NodeConnection connection = loan.connection();
            try {
                for (; answered < attempts.size(); answered++) {
                    Attempt attempt = attempts.get(answered);
                    if (take(attempt, read(connection, answersDue.get(answered)))) {
                        done.add(attempt);
                    }
                }
                if (replicaWait.isAsked()) {
                    checkReplicas(connection.answer(), done);
                }
                allRead = true;
            } catch (JedisException e) {
                Outcome unknown = failureOf(e);
                failure = unknown;
                if (replicaWait.isAsked()) {
                    done.forEach(attempt -> attempt.step().failed(unknown));
                }
            }
        }
        Outcome why = failure;
        if (why != null) {
            attempts.subList(answered, attempts.size())
                    .forEach(attempt -> attempt.step().failed(why));
        }
        return again;
    }

    /** Returns whether this server may no longer be the right one, or the connections to it may be dead. */
    boolean hasFailed() {
        return failure != null;
    }

    private static List<@Nullable Object> read(NodeConnection connection, int count) {
        List<@Nullable Object> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            answers.add(connection.answer());
        }
        return answers;
    }

    /** Hands a step its answers, or notes that it is to be sent again; says which. */
    private boolean take(Attempt attempt, List<@Nullable Object> answers) {
        if (attempt.asking() && answers.get(0) instanceof JedisDataException refused) {
            attempt.step().failed(ServerError.of(refused).ofConnection());
            return false;
        }
        for (Object answer : answers) {
            if (answer instanceof JedisNoScriptException) {
                again.add(attempt.inFull(server));
                return false;
            }
            if (answer instanceof JedisRedirectionException redirection && topology.hasSlots()) {
                again.add(redirected(attempt, redirection));
                return false;
            }
        }
        attempt.step().answered(attempt.asking() ? answers.subList(1, answers.size()) : answers);
        return true;
    }

    private Attempt redirected(Attempt attempt, JedisRedirectionException redirection) {
        HostAndPort target = resolved(redirection.getTargetNode());
        if (redirection instanceof JedisAskDataException) {
            return attempt.asking(target);
        }
        topology.moved(redirection.getSlot(), target);
        return attempt.at(target);
    }

    /** A node that does not know its own name sends an empty one: it is where we asked. */
    private HostAndPort resolved(HostAndPort target) {
        return target.getHost().isEmpty() ? new HostAndPort(server.getHost(), target.getPort()) : target;
    }

    private void checkReplicas(@Nullable Object answer, List<Attempt> done) {
        Outcome why = null;
        if (answer instanceof JedisDataException e) {
            why = ServerError.of(e).ofConnection();
        } else if (!(answer instanceof Long replicas) || replicas < replicaWait.replicas()) {
            why = new Outcome.Retry(
                    "Of the " + replicaWait.replicas() + " replicas that wait.replicas asks for, only " + answer
                            + " had the batch after wait.timeout.ms=" + replicaWait.timeoutMillis()
                            + ": see whether the replicas of " + server + " are up and keep up",
                    null);
        }
        if (why != null) {
            Outcome reason = why;
            done.forEach(attempt -> attempt.step().failed(reason));
        }
    }

    private Outcome failureOf(JedisException e) {
        if (e instanceof JedisDataException refused) {
            // The server answered, and did not let us in.
            return ServerError.of(refused).ofConnection();
        }
        return new Outcome.Retry(
                "The connection to Redis at " + server + " failed: " + ConnectionFailure.describe(e), e);
    }

    @Override
    public void close() {
        if (loan != null) {
            if (!allRead) {
                // Answers may still arrive. No other call may read them.
                loan.connection().setBroken();
            }
            loan.close();
            loan = null;
        }
    }
}
