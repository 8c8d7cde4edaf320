package io.odsconnect.redis.store;

import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.KnownRows;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Replaces rows whatever is there, so that no field of an old row survives and no reader sees a row gone or mixed.
 *
 * <p>In general that takes a transaction: one DEL for the old rows, and one command for each new one; a transaction for
 * up to 100 rows. It costs the server nearly half as much again as the rows do. So a hash that this task has put before
 * with the same fields, and without an expiry, is overwritten by HSET alone. HLEN then tells whether it has these fields
 * only: if not, somebody else has written to it meanwhile, and it is replaced in a transaction after all.
 */
final class Replacement implements Step {

    private static final byte[] JSON_SET = "JSON.SET".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JSON_ROOT = "$".getBytes(StandardCharsets.US_ASCII);

    private final Call call;
    private final ValueType type;
    private final KnownRows.Session known;

    /** Where each row stands among the known ones, and what stands there for it. */
    private final long[] places;

    private final long[] rows;
    private final boolean[] overwritten;

    /** How many commands of the transaction are for each row. */
    private final int[] commands;

    private boolean sent;

    Replacement(Call call, ValueType type, KnownRows.Session known, FieldNames names) {
        this.call = call;
        this.type = type;
        this.known = known;
        int size = call.writes().size();
        places = new long[size];
        rows = new long[size];
        overwritten = new boolean[size];
        commands = new int[size];
        for (int i = 0; i < size && type == ValueType.HASH; i++) {
            RedisWrite write = call.writes().get(i);
            places[i] = hash(write.key());
            if (mayBeKnown(write)) {
                rows[i] = places[i] ^ names.numberOf(write.value());
                overwritten[i] = known.takeOut(places[i], rows[i]);
            }
            if (!overwritten[i]) {
                known.forget(places[i]);
            }
        }
    }

    private static long hash(byte[] key) {
        CRC32C low = new CRC32C();
        low.update(key, 0, key.length);
        return (long) Arrays.hashCode(key) << Integer.SIZE | low.getValue();
    }

    /** An expiry that an old row has would stay, and one for the new row has to come at once with it. */
    private boolean mayBeKnown(RedisWrite write) {
        return type == ValueType.HASH && !write.isDelete() && write.expiry() == null;
    }

    @Override
    public byte[] key() {
        return call.key();
    }

    @Override
    public int send(Connection connection, boolean scriptsInFull) {
        if (sent) {
            // A node that takes keys over from another takes one command at a time, or a transaction.
            Arrays.fill(overwritten, false);
        }
        sent = true;
        int answers = 0;
        List<byte[]> others = new ArrayList<>(overwritten.length);
        for (int i = 0; i < overwritten.length; i++) {
            RedisWrite write = call.writes().get(i);
            if (overwritten[i]) {
                connection.sendCommand(put(write));
                connection.sendCommand(Command.HLEN, write.key());
                answers += 2;
            } else {
                others.add(write.key());
            }
        }
        return others.isEmpty() ? answers : answers + sendTransaction(connection, others);
    }

    private int sendTransaction(Connection connection, List<byte[]> keys) {
        connection.sendCommand(Command.MULTI);
        connection.sendCommand(new PiecesCommand(Command.DEL, keys.toArray(byte[][]::new)));
        int answers = 3;
        for (int i = 0; i < commands.length; i++) {
            RedisWrite write = call.writes().get(i);
            commands[i] = overwritten[i] || write.isDelete() ? 0 : sendPut(connection, write);
            answers += commands[i];
        }
        connection.sendCommand(Command.EXEC);
        return answers;
    }

    /** Sends the commands that put a row where none is, and returns how many these are. */
    private int sendPut(Connection connection, RedisWrite write) {
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

    @Override
    public void answered(List<@Nullable Object> answers) {
        int at = 0;
        for (int i = 0; i < overwritten.length; i++) {
            if (overwritten[i]) {
                noteOverwritten(i, answers.get(at), answers.get(at + 1));
                at += 2;
            }
        }
        if (at < answers.size()) {
            noteTransaction(answers.subList(at, answers.size()));
        }
    }

    private void noteOverwritten(int row, @Nullable Object put, @Nullable Object fields) {
        JedisDataException error = put instanceof JedisDataException e ? e : null;
        if (error == null && fields instanceof JedisDataException e) {
            error = e;
        }
        int fieldsPut = call.writes().get(row).value().length / 2;
        if (error == null && fields instanceof Long found && found == fieldsPut) {
            call.note(row, Outcome.APPLIED);
            known.put(places[row], rows[row]);
        } else if (error == null || ServerError.of(error).isOfOtherType()) {
            call.writeAgain(row);
        } else {
            call.note(row, ServerError.of(error).ofOneRow());
        }
    }

    private void noteTransaction(List<@Nullable Object> answers) {
        Object executed = answers.get(answers.size() - 1);
        if (executed instanceof List<?> replies) {
            noteOthers(Outcome.APPLIED);
            noteErrors(replies);
            remember();
            return;
        }
        // The server did nothing at all; rows that it found no fault with are written again.
        if (executed instanceof JedisDataException e) {
            call.refused(others(), ServerError.of(e));
        } else {
            noteOthers(new Outcome.Retry("Redis did not run the transaction", null));
        }
        noteErrors(answers.subList(1, answers.size() - 1));
    }

    /** Notes the errors among answers to the commands between MULTI and EXEC; the first is that to DEL. */
    private void noteErrors(List<?> replies) {
        if (replies.get(0) instanceof JedisDataException e) {
            call.refused(others(), ServerError.of(e));
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

    /** Returns the rows that are in the transaction. */
    private IntStream others() {
        return IntStream.range(0, overwritten.length).filter(row -> !overwritten[row]);
    }

    private void noteOthers(Outcome outcome) {
        others().forEach(row -> call.note(row, outcome));
    }

    private void remember() {
        for (int i = 0; i < overwritten.length; i++) {
            if (!overwritten[i] && mayBeKnown(call.writes().get(i)) && call.outcome(i) == Outcome.APPLIED) {
                known.put(places[i], rows[i]);
            }
        }
    }

    @Override
    public void failed(Outcome why) {
        call.noteAll(why);
    }
}
