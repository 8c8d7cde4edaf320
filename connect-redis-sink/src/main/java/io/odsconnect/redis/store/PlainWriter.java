package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
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
    public void write(Connection connection, List<RedisWrite> batch, @Nullable Outcome[] outcomes) {
        List<Call> calls = Call.split(batch);
        for (Call call : calls) {
            connection.sendCommand(Protocol.Command.MULTI);
            for (RedisWrite write : call.of(batch)) {
                send(connection, write);
            }
            connection.sendCommand(Protocol.Command.EXEC);
        }
        for (Call call : calls) {
            read(connection, call, batch, outcomes);
        }
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

    private void read(Connection connection, Call call, List<RedisWrite> batch, @Nullable Outcome[] outcomes) {
        readOne(connection);
        for (int i = call.from(); i < call.to(); i++) {
            for (int n = commandsOf(batch.get(i)); n > 0; n--) {
                if (readOne(connection) instanceof JedisDataException e) {
                    outcomes[i] = ServerError.of(e).ofOneRow();
                }
            }
        }
        Object executed = readOne(connection);
        if (executed instanceof List<?> replies) {
            noteReplies(replies, call, batch, outcomes);
        } else {
            // The server did nothing at all; rows that it found no fault with are written again.
            Outcome notRun = executed instanceof JedisDataException e
                    ? ServerError.of(e).ofWholeCall()
                    : new Outcome.Retry("Redis did not run the transaction", null);
            for (int i = call.from(); i < call.to(); i++) {
                outcomes[i] = outcomes[i] == null ? notRun : outcomes[i];
            }
        }
    }

    private void noteReplies(List<?> replies, Call call, List<RedisWrite> batch, @Nullable Outcome[] outcomes) {
        int at = 0;
        for (int i = call.from(); i < call.to(); i++) {
            Outcome outcome = Outcome.APPLIED;
            for (int n = commandsOf(batch.get(i)); n > 0; n--) {
                if (replies.get(at++) instanceof JedisDataException e) {
                    outcome = ServerError.of(e).ofOneRow();
                }
            }
            outcomes[i] = outcome;
        }
    }

    /** Returns the next reply; an error as the exception that says it, because those after it are to be read too. */
    private static Object readOne(Connection connection) {
        try {
            return connection.getOne();
        } catch (JedisDataException e) {
            return e;
        }
    }
}
