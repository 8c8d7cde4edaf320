package io.odsconnect.redis.store;

import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.compare.StoredRow;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.StoreUnavailableException;
import io.odsconnect.common.value.Row;
import io.odsconnect.redis.connection.ConnectionFailure;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.ConnectException;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Finds rows by their keys: {@code SCAN} on each server that takes writes, one after the other. Begins anew where a server
 * could not be reached, or others take the writes by then: a cursor means nothing to another server, or to the same after a
 * restart, and slots that move take keys with them.
 */
final class KeyScan implements RowScan<RedisWrite> {

    private static final int COUNT = 1000;
    private static final String START = "0";

    private final KeyShape shape;
    private final StoredForm form;
    private final RedisConnections connections;
    private final Executor threads;
    private List<HostAndPort> servers = List.of();
    private int server;
    private String cursor = START;
    private boolean begun;
    private final AtomicInteger unknown = new AtomicInteger();
    private volatile boolean closed;

    KeyScan(KeyShape shape, StoredForm form, RedisConnections connections, Executor threads) {
        this.shape = shape;
        this.form = form;
        this.connections = connections;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Page<RedisWrite>> next() {
        return RedisComparer.later(threads, this::nextNow);
    }

    private Page<RedisWrite> nextNow() {
        if (closed) {
            return new Page<>(List.of(), 0, true);
        }
        try {
            if (!begun) {
                servers = connections.primaries();
                server = 0;
                cursor = START;
                begun = true;
                unknown.set(0);
            }
            Map.Entry<String, List<byte[]>> answer =
                    connections.scan(servers.get(server), cursor, StoredForm.bytes(shape.glob()), COUNT);
            List<StoredRow<RedisWrite>> rows = rows(answer.getValue());
            cursor = answer.getKey();
            return new Page<>(rows, COUNT, cursor.equals(START) && wasLastServer());
        } catch (JedisDataException e) {
            begun = false;
            Outcome why = ServerError.of(e).ofConnection();
            if (why instanceof Outcome.Fatal fatal) {
                throw new ConnectException(fatal.reason(), e);
            }
            throw new StoreUnavailableException(
                    "The scan of the keys failed: " + ServerError.of(e).code(), e);
        } catch (JedisException e) {
            begun = false;
            throw new StoreUnavailableException("The scan of the keys failed: " + ConnectionFailure.describe(e), e);
        } catch (StoreUnavailableException e) {
            begun = false;
            throw e;
        }
    }

    private boolean wasLastServer() {
        server++;
        if (server < servers.size()) {
            return false;
        }
        List<HostAndPort> now = connections.primaries();
        if (!List.copyOf(now).equals(servers)) {
            // Keys may have moved from a server that was still to come to one that was done.
            begun = false;
            return false;
        }
        return true;
    }

    private List<StoredRow<RedisWrite>> rows(List<byte[]> keys) {
        List<byte[]> fitting = new ArrayList<>();
        List<ReadStep> steps = new ArrayList<>();
        for (byte[] key : keys) {
            String text = new String(key, StandardCharsets.UTF_8);
            if (shape.fits(text) && (!shape.isDoubtful(text) || isOwn(key, text))) {
                fitting.add(key);
                steps.add(form.readPosition(key));
            }
        }
        connections.run(steps);
        List<StoredRow<RedisWrite>> rows = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            ReadStep step = steps.get(i);
            step.check();
            if (!step.isOfOtherType()) {
                Long position = form.positionOf(step);
                String key = new String(fitting.get(i), StandardCharsets.UTF_8);
                rows.add(new StoredRow<>(
                        RowHash.of(fitting.get(i)),
                        position == null ? ChangeEvent.NO_POSITION : position,
                        key,
                        at -> RedisWrite.delete(key, at)));
            }
        }
        return rows;
    }

    /** Says whether a key that could be one of several topics' rows is of ours, by the columns of the row. */
    private boolean isOwn(byte[] key, String text) {
        ReadStep read = form.read(key);
        connections.run(List.of(read));
        read.check();
        StoredForm.Stored stored = read.isOfOtherType() ? null : form.stored(read);
        if (stored == null) {
            return false;
        }
        Row row = stored.columns();
        boolean isOwn = shape.own().isOf(text, row);
        boolean isOthers = shape.others().stream().anyMatch(other -> other.isOf(text, row));
        if (isOwn == isOthers) {
            unknown.incrementAndGet();
            return false;
        }
        return isOwn;
    }

    @Override
    public Optional<String> gap() {
        return unknown.get() == 0
                ? Optional.empty()
                : Optional.of("Of " + unknown.get()
                        + " keys it is unknown whether they belong to this table or to another, because"
                        + " key.template gives keys of the same form: begin each template with a different text.");
    }

    @Override
    public void close() {
        closed = true;
    }
}
