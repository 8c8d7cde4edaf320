package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.mapping.DeleteMarkers;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Writes by the position rule: {@code guarded-write.lua} compares and replaces, a call for up to 100 rows, all calls of
 * a batch in one pipeline.
 */
final class GuardedWriter implements BatchWriter {

    private static final byte[] NONE = {};
    private static final byte[] GONE = bytes("-1");
    private static final long APPLIED = 1;

    private final Script script = Script.load("guarded-write.lua");
    private final byte[] positionField;
    private final byte[] markerTtl;
    private final byte[] rowTtl;

    /**
     * Sets what all rows share.
     *
     * @param positionField the field of the hash that holds the row's position
     * @param markerTtlMillis how long a delete holds against an older row
     * @param rowTtlMillis how long a row stays; 0 for ever
     */
    GuardedWriter(String positionField, long markerTtlMillis, long rowTtlMillis) {
        this.positionField = bytes(positionField);
        this.markerTtl = bytes(Long.toString(markerTtlMillis));
        this.rowTtl = rowTtlMillis > 0 ? bytes(Long.toString(rowTtlMillis)) : NONE;
    }

    @Override
    public void write(Connection connection, List<RedisWrite> batch, @Nullable Outcome[] outcomes) {
        List<Call> unknown = run(connection, script.byDigest(), Call.split(batch), batch, outcomes);
        // A server that was restarted, failed over or flushed does not know the script: send it along.
        run(connection, script.byText(), unknown, batch, outcomes);
    }

    /** Runs calls in one pipeline and returns those whose script the server does not know. */
    private List<Call> run(
            Connection connection,
            Script.Form form,
            List<Call> calls,
            List<RedisWrite> batch,
            @Nullable Outcome[] outcomes) {
        for (Call call : calls) {
            connection.sendCommand(command(form, call.of(batch)));
        }
        List<Call> unknown = new ArrayList<>();
        for (Call call : calls) {
            try {
                note((List<?>) connection.getOne(), call, outcomes);
            } catch (JedisDataException e) {
                if (ServerError.of(e).isUnknownScript()) {
                    unknown.add(call);
                } else {
                    noteAll(ServerError.of(e).ofWholeCall(), call, outcomes);
                }
            }
        }
        return unknown;
    }

    private CommandArguments command(Script.Form form, List<RedisWrite> writes) {
        CommandArguments command =
                new CommandArguments(form.command()).add(form.argument()).add(2 * writes.size());
        for (RedisWrite write : writes) {
            command.add(write.key()).add(DeleteMarkers.of(write.key()));
        }
        command.add(positionField).add(markerTtl).add(rowTtl);
        for (RedisWrite write : writes) {
            command.add(write.hasPosition() ? Protocol.toByteArray(write.position()) : NONE);
            command.add(write.isDelete() ? GONE : Protocol.toByteArray(write.fields().length));
            for (byte[] nameOrValue : write.fields()) {
                command.add(nameOrValue);
            }
        }
        return command;
    }

    private static void note(List<?> replies, Call call, @Nullable Outcome[] outcomes) {
        for (int i = call.from(); i < call.to(); i++) {
            Object reply = replies.get(i - call.from());
            if (reply instanceof byte[] error) {
                outcomes[i] = ServerError.of(new String(error, StandardCharsets.UTF_8))
                        .ofOneRow();
            } else {
                outcomes[i] = ((Long) reply) == APPLIED ? Outcome.APPLIED : Outcome.STALE;
            }
        }
    }

    private static void noteAll(Outcome outcome, Call call, @Nullable Outcome[] outcomes) {
        for (int i = call.from(); i < call.to(); i++) {
            outcomes[i] = outcome;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
