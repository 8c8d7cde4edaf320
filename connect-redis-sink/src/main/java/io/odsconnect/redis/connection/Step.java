package io.odsconnect.redis.connection;

import io.odsconnect.common.sink.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/**
 * Something to be done by one server: a command, a script's call, or a transaction. {@link RedisConnections#run} brings
 * it to the server that has its keys, together with the other steps for that server, and gives it the answers.
 *
 * <p>A step may be sent again, to another server or in another form, when a server refused to run it ({@code MOVED},
 * {@code ASK}, {@code NOSCRIPT}). Either all of its commands are run then or none, or it has to do no harm twice.
 */
public interface Step {

    /** Returns one of its keys. In a cluster all its keys must be in one slot ({@link RedisConnections#slotOf}). */
    byte[] key();

    /**
     * Sends its commands and reads nothing.
     *
     * @param connection to the server that has the keys
     * @param scriptsInFull whether a script must go by its text ({@code EVAL}), because the server does not know it
     * @return how many answers the server will give
     */
    int send(Connection connection, boolean scriptsInFull);

    /**
     * Takes the answers, one a command; nil is null, an error is a {@link redis.clients.jedis.exceptions.JedisDataException}. Called
     * at most once.
     */
    void answered(List<@Nullable Object> answers);

    /**
     * Is told that it is not known whether the step was done ({@link Outcome.Retry}), or that we are not let in ({@link
     * Outcome.Fatal}). {@link #answered} may have been called before: a {@link ReplicaWait} that was in vain comes after
     * it. What was rejected then stays rejected.
     */
    void failed(Outcome why);
}
