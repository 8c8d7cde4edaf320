package io.odsconnect.redis.store;

import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Writes without the position rule: whatever comes replaces what is there. One DEL for the old rows and one command for
 * each new one, in a transaction, so that no field of the old row survives and no reader sees the row gone; a
 * transaction for up to 100 rows.
 */
final class PlainWriter implements BatchWriter {

    private static final byte[] JSON_SET = "JSON.SET".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JSON_ROOT = "$".getBytes(StandardCharsets.US_ASCII);

    private final ValueType type;

    /** Sets what a row is. */
    PlainWriter(ValueType type) {
        this.type = type;
    }

    @Override
    public Step step(Call call) {
        return new Transaction(call);
    }

    /** Sends the commands that put a row and returns how many these are. */
    private int put(Connection connection, RedisWrite write) {
        connection.sendCommand(put(write));
        Expiry expiry = write.expiry();
        if (expiry == null) {
            return 1;
        }
        connection.sendCommand(
                expiry.at() ? Command.PEXPIREAT : Command.PEXPIRE, write.key(), Protocol.toByteArray(expiry.millis()));
        return 2;
    }

    private CommandArguments put(RedisWrite write) {
        return switch (type) {
            case HASH -> new PiecesCommand(Command.HSET, write.value()).add(write.key());
            case STRING -> new PiecesCommand(Command.SET, write.value()).add(write.key());
            case JSON ->
                new PiecesCommand(() -> JSON_SET, write.value())
                        .add(write.key())
                        .add(JSON_ROOT);
        };
    }

    /** MULTI, what is to be done, EXEC. */
    private final class Transaction implements Step {

        private final Call call;
        private final int[] commands;

        Transaction(Call call) {
            this.call = call;
            this.commands = new int[call.writes().size()];
        }

        @Override
        public byte[] key() {
            return call.key();
        }

        @Override
        public int send(Connection connection, boolean scriptsInFull) {
            connection.sendCommand(Command.MULTI);
            connection.sendCommand(new PiecesCommand(
                    Command.DEL, call.writes().stream().map(RedisWrite::key).toArray(byte[][]::new)));
            int answers = 3;
            for (int i = 0; i < commands.length; i++) {
                RedisWrite write = call.writes().get(i);
                commands[i] = write.isDelete() ? 0 : put(connection, write);
                answers += commands[i];
            }
            connection.sendCommand(Command.EXEC);
            return answers;
        }

        @Override
        public void answered(List<@Nullable Object> answers) {
            Object executed = answers.get(answers.size() - 1);
            if (executed instanceof List<?> replies) {
                call.noteAll(Outcome.APPLIED);
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

        /** Notes the errors among answers to the commands between MULTI and EXEC; the first is that to DEL. */
        private void note(List<?> replies) {
            if (replies.get(0) instanceof JedisDataException e) {
                call.noteAll(ServerError.of(e).ofWholeCall());
            }
            int at = 1;
            for (int i = 0; i < commands.length; i++) {
                for (int n = commands[i]; n > 0; n--) {
                    if (replies.get(at++) instanceof JedisDataException e) {
                        call.note(i, ServerError.of(e).ofOneRow());
                    }
                }
            }
        }

        @Override
        public void failed(Outcome why) {
            call.noteAll(why);
        }
    }
}
