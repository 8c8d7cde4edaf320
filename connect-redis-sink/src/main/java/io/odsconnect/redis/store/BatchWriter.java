package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.mapping.RedisWrite;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** A way to write a batch over one connection. Holds no state of a batch: many threads use one instance. */
interface BatchWriter {

    /**
     * Writes a batch and notes each outcome as soon as it is known.
     *
     * @param connection a connection with nothing under way
     * @param batch the writes, none of them to the same key
     * @param outcomes one place a write, empty at first; what is still empty after an exception is not known
     * @throws redis.clients.jedis.exceptions.JedisException if the connection fails; it must not be used again
     */
    void write(Connection connection, List<RedisWrite> batch, @Nullable Outcome[] outcomes);
}
