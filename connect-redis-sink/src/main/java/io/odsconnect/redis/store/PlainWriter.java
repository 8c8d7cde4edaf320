package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.mapping.RedisWrite;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Writes without the position rule: whatever comes replaces what is there. DEL and HSET in a transaction, so that no
 * field of the old row survives and no reader sees the row gone; a transaction for up to 100 rows.
 */
final class PlainWriter implements BatchWriter {

    private final byte @Nullable [] rowTtl;

    /** Sets how long a row stays, in milliseconds; 0 for ever. */
    PlainWriter(long rowTtlMillis) {
        this.rowTtl = rowTtlMillis > 0 ? Protocol.toByteArray(rowTtlMillis) : null;
    }

    @Override
    public Step step(Call call) {
        return new Transaction(call);
    }

    private void send(Connection connection, RedisWrite write) {
        connection.sendCommand(Protocol.Command.DEL, write.key());
        if (write.isDelete()) {
            return;
        }
        CommandArguments replace = new CommandArguments(Protocol.Command.HSET).add(write.key());
        for (byte[] nameOrValue : write.fields()) {
            replace.add(nameOrValue);
        }
        connection.sendCommand(replace);
        if (rowTtl != null) {
            connection.sendCommand(Protocol.Command.PEXPIRE, write.key(), rowTtl);
        }
    }

    private int commandsOf(RedisWrite write) {
        if (write.isDelete()) {
            return 1;
        }
        return rowTtl == null ? 2 : 3;
    }

    /** MULTI, what is to be done, EXEC. */
    private final class Transaction implements Step {

        private final Call call;

        Transaction(Call call) {
            this.call = call;
        }

        @Override
        public byte[] key() {
            return call.key();
        }

        @Override
        public int send(Connection connection, boolean scriptsInFull) {
            connection.sendCommand(Protocol.Command.MULTI);
            int commands = 2;
            for (RedisWrite write : call.writes()) {
                PlainWriter.this.send(connection, write);
                commands += commandsOf(write);
            }
            connection.sendCommand(Protocol.Command.EXEC);
            return commands;
        }

        @Override
        public void answered(List<@Nullable Object> answers) {
            Object executed = answers.get(answers.size() - 1);
            if (executed instanceof List<?> replies) {
                note(replies);
                return;
            }
            // The server did nothing at all; rows that it found no fault with are written again.
            call.noteAll(
                    executed instanceof JedisDataException e
                            ? ServerError.of(e).ofWholeCall()
                            : new Outcome.Retry("Redis did not run the transaction", null));
            note(answers.subList(1, answers.size() - 1));
        }

        /** Notes the errors among answers to the commands between MULTI and EXEC; without one a row is as it was noted. */
        private void note(List<?> replies) {
            int at = 0;
            for (int i = 0; i < call.writes().size(); i++) {
                Outcome noted = call.outcome(i);
                Outcome outcome = noted == null ? Outcome.APPLIED : noted;
                for (int n = commandsOf(call.writes().get(i)); n > 0; n--) {
                    if (replies.get(at++) instanceof JedisDataException e) {
                        outcome = ServerError.of(e).ofOneRow();
                    }
                }
                call.note(i, outcome);
            }
        }

        @Override
        public void failed(Outcome.Retry why) {
            call.noteAll(why);
        }
    }
}
