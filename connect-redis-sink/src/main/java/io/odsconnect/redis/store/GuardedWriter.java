package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.mapping.DeleteMarkers;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Writes by the position rule: {@code guarded-write.lua} compares and replaces, a call for up to 100 rows.
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
    public Step step(Call call) {
        return new GuardedStep(call);
    }

    /** One call of the script. */
    private final class GuardedStep implements Step {

        private final Call call;

        GuardedStep(Call call) {
            this.call = call;
        }

        @Override
        public byte[] key() {
            return call.key();
        }

        @Override
        public int send(Connection connection, boolean scriptsInFull) {
            connection.sendCommand(command(scriptsInFull ? script.byText() : script.byDigest(), call.writes()));
            return 1;
        }

        @Override
        public void answered(List<@Nullable Object> answers) {
            Object answer = answers.get(0);
            if (answer instanceof JedisDataException e) {
                call.noteAll(ServerError.of(e).ofWholeCall());
            } else if (answer instanceof List<?> rows) {
                note(rows);
            }
        }

        private void note(List<?> rows) {
            for (int i = 0; i < call.writes().size(); i++) {
                Object row = rows.get(i);
                if (row instanceof byte[] error) {
                    call.note(
                            i,
                            ServerError.of(new String(error, StandardCharsets.UTF_8))
                                    .ofOneRow());
                } else {
                    call.note(i, ((Long) row) == APPLIED ? Outcome.APPLIED : Outcome.STALE);
                }
            }
        }

        @Override
        public void failed(Outcome.Retry why) {
            call.noteAll(why);
        }
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
