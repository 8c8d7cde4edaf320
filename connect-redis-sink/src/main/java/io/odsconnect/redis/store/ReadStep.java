package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.StoreUnavailableException;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.connection.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** One command that reads, and what came of it. A step of its own, so that a node that is giving slots away answers it. */
final class ReadStep implements Step {

    private final byte[][] arguments;
    private final ProtocolCommand command;
    private @Nullable Object answer;
    private @Nullable Outcome failure;

    /** Makes a step; the first argument is the key. */
    ReadStep(ProtocolCommand command, byte[]... arguments) {
        this.command = command;
        this.arguments = arguments;
    }

    @Override
    public byte[] key() {
        return arguments[0];
    }

    @Override
    public int send(Connection connection, boolean scriptsInFull) {
        connection.sendCommand(command, arguments);
        return 1;
    }

    @Override
    public void answered(List<@Nullable Object> answers) {
        answer = asInResp2(answers.get(0));
    }

    /** RESP3 gives a map as pairs, and a score as a number. */
    private static @Nullable Object asInResp2(@Nullable Object answer) {
        if (answer instanceof Double score) {
            return score.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (answer instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map.Entry<?, ?>) {
            List<@Nullable Object> flat = new ArrayList<>(2 * list.size());
            for (Object each : list) {
                Map.Entry<?, ?> pair = (Map.Entry<?, ?>) each;
                flat.add(pair.getKey());
                flat.add(pair.getValue());
            }
            return flat;
        }
        return answer;
    }

    @Override
    public void failed(Outcome why) {
        failure = why;
    }

    /**
     * Checks that the server has answered, if only that the key holds something of another type.
     *
     * @throws StoreUnavailableException if it has not, and may later
     * @throws ConnectException if it will not before somebody mends it
     */
    void check() {
        Outcome why = failure;
        if (why == null
                && answer instanceof JedisDataException e
                && !ServerError.of(e).isOfOtherType()) {
            why = ServerError.of(e).ofConnection();
        }
        if (why instanceof Outcome.Fatal fatal) {
            throw new ConnectException(fatal.reason(), fatal.cause());
        }
        if (why instanceof Outcome.Retry retry) {
            throw new StoreUnavailableException(retry.reason(), retry.cause());
        }
    }

    /** Says whether the key holds something of another type than the command is for. */
    boolean isOfOtherType() {
        return answer instanceof JedisDataException;
    }

    /** Returns the answer where it is text; null where there is none, or it is of another type. */
    @Nullable
    String text() {
        return answer instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    /** Returns the answer where it is a number, else 0. */
    long number() {
        return answer instanceof Long number ? number : 0;
    }

    /** Returns the answer where it is a list; an empty one else. */
    List<?> list() {
        return answer instanceof List<?> list ? list : List.of();
    }
}
