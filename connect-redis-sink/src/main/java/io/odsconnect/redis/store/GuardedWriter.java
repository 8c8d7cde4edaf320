package io.odsconnect.redis.store;

import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.mapping.DeleteMarkers;
import io.odsconnect.redis.mapping.IndexEntry;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Writes by the position rule: a script compares and replaces, a call for up to 100 rows. How many arguments a call has is
 * what it costs the server most, so a row has as few as can be.
 */
final class GuardedWriter implements WriteStrategy {

    private static final byte[] NONE = {};
    private static final byte[] YES = bytes("1");
    private static final long APPLIED = 1;

    private final Script script;
    private final boolean expiring;
    private final boolean indexed;
    private final boolean scored;
    private final byte[][] common;

    /** Sets what all rows share. */
    GuardedWriter(WriteRules rules) {
        this.script = Script.load(rules.valueType().name().toLowerCase(Locale.ROOT) + ".lua", "guarded-write.lua");
        this.expiring = rules.expiring();
        this.indexed = rules.indexType() != IndexType.NONE;
        this.scored = rules.indexType() == IndexType.ZSET;
        this.common = new byte[][] {
            bytes(rules.positionField()),
            bytes(rules.indexField()),
            bytes(Long.toString(rules.markerTtlMillis())),
            expiring ? YES : NONE,
            indexed ? bytes(rules.indexType().name().toLowerCase(Locale.ROOT)) : NONE
        };
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
                call.refused(IntStream.range(0, call.writes().size()), ServerError.of(e));
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
        public void failed(Outcome why) {
            call.noteAll(why);
        }
    }

    private CommandArguments command(Script.Form form, List<RedisWrite> writes) {
        CommandArguments command =
                new CommandArguments(form.command()).add(form.argument()).add((indexed ? 3 : 2) * writes.size());
        for (RedisWrite write : writes) {
            command.add(write.key());
        }
        for (RedisWrite write : writes) {
            command.add(DeleteMarkers.of(write.key()));
        }
        if (indexed) {
            for (RedisWrite write : writes) {
                IndexEntry entry = write.index();
                command.add(entry == null ? write.key() : bytes(entry.key()));
            }
        }
        for (byte[] each : common) {
            command.add(each);
        }
        for (RedisWrite write : writes) {
            addRow(command, write);
        }
        return command;
    }

    private void addRow(CommandArguments command, RedisWrite write) {
        command.add(write.hasPosition() ? Protocol.toByteArray(write.position()) : NONE);
        command.add(write.isDelete() ? NONE : write.value()[0]);
        if (expiring) {
            Expiry expiry = write.expiry();
            command.add(expiry == null ? NONE : bytes((expiry.at() ? "@" : "") + expiry.millis()));
        }
        if (scored) {
            IndexEntry entry = write.index();
            command.add(entry == null ? NONE : bytes(entry.score()));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
