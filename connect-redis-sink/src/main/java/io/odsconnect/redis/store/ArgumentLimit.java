package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.mapping.RedisWrite;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds writes that are larger than their server takes, by what it says of {@code proto-max-bulk-len}: it answers such a
 * write by ending the connection, which looks like an outage and would be retried for ever.
 */
final class ArgumentLimit {

    /** No server may be set to less. */
    private static final int LEAST_LIMIT = 1 << 20;

    private ArgumentLimit() {}

    /** Returns the outcomes of those writes of a batch that are too large; asks a server only where one may be. */
    static IdentityHashMap<RedisWrite, Outcome> tooLarge(List<RedisWrite> batch, RedisConnections connections) {
        IdentityHashMap<RedisWrite, Outcome> found = new IdentityHashMap<>(0);
        for (RedisWrite write : batch) {
            long largest = write.sizeInBytes() > LEAST_LIMIT ? largestPiece(write) : 0;
            if (largest > LEAST_LIMIT) {
                OptionalLong limit = connections.longestArgument(write.key());
                if (limit.isPresent() && largest > limit.getAsLong()) {
                    found.put(
                            write,
                            new Outcome.Rejected(
                                    "The row has a piece of " + largest + " bytes, and Redis takes "
                                            + limit.getAsLong() + " (proto-max-bulk-len): leave out columns with a"
                                            + " transform, or raise it",
                                    null));
                }
            }
        }
        return found;
    }

    private static long largestPiece(RedisWrite write) {
        long largest = write.key().length;
        for (byte[] piece : write.value()) {
            largest = Math.max(largest, piece.length);
        }
        return largest;
    }
}
