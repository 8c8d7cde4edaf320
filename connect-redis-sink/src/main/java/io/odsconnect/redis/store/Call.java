package io.odsconnect.redis.store;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerError;
import io.odsconnect.redis.mapping.RedisWrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a batch that goes to a server as one step, and the outcomes of its writes. While it runs the server does nothing else,
 * so it is small: 100 rows take well below a millisecond. For one thread.
 */
final class Call {

    private static final int MAX_ROWS = 100;
    private static final int MAX_BYTES = 1 << 20;

    private final List<RedisWrite> writes;
    private final @Nullable Outcome[] outcomes;
    private final List<RedisWrite> again = new ArrayList<>(0);
    private final List<Call> alone = new ArrayList<>(0);

    /** Makes a call for at least one write; all keys are in one slot. */
    Call(List<RedisWrite> writes) {
        this.writes = writes;
        this.outcomes = new @Nullable Outcome[writes.size()];
    }

    /**
     * Splits writes by slot, by count and by bytes; a write that is larger than a call may be goes alone.
     *
     * @param batch the writes, those of a slot one after the other
     * @param slotOf gives the slot of a key
     */
    static List<Call> split(List<RedisWrite> batch, ToIntFunction<byte[]> slotOf) {
        List<Call> calls = new ArrayList<>(batch.size() / MAX_ROWS + 1);
        int from = 0;
        int slot = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            int size = batch.get(i).sizeInBytes();
            int nextSlot = slotOf.applyAsInt(batch.get(i).key());
            if (i > from && (nextSlot != slot || i - from == MAX_ROWS || bytes + size > MAX_BYTES)) {
                calls.add(new Call(batch.subList(from, i)));
                from = i;
                bytes = 0;
            }
            slot = nextSlot;
            bytes += size;
        }
        if (from < batch.size()) {
            calls.add(new Call(batch.subList(from, batch.size())));
        }
        return calls;
    }

    /** Returns the writes that belong to this call. */
    List<RedisWrite> writes() {
        return writes;
    }

    /** Returns the key of the first write. */
    byte[] key() {
        return writes.get(0).key();
    }

    /** Notes the outcome of a write; the last one noted counts. */
    void note(int write, Outcome outcome) {
        outcomes[write] = outcome;
    }

    /** Notes the same for all writes; but what was rejected stays rejected, and what fails the task does so. */
    void noteAll(Outcome outcome) {
        for (int i = 0; i < outcomes.length; i++) {
            if (!(outcomes[i] instanceof Outcome.Rejected) && !(outcomes[i] instanceof Outcome.Fatal)) {
                outcomes[i] = outcome;
            }
        }
    }

    /** Has a write written again at once, in another call, which notes its outcome. */
    void writeAgain(int write) {
        again.add(writes.get(write));
    }

    /**
     * Notes the error that was the answer to the whole call for some of its writes. Where one of them may be to blame each
     * is written again at once, in a call of its own.
     */
    void refused(IntStream which, ServerError error) {
        Optional<Outcome> all = error.ofEveryRow();
        which.forEach(write -> {
            if (all.isPresent()) {
                note(write, all.get());
            } else if (writes.size() == 1) {
                note(write, error.ofOneRow());
            } else {
                alone.add(new Call(List.of(writes.get(write))));
            }
        });
    }

    /** Returns the calls for what is to be written again at once; none where all came out as it should. */
    List<Call> again() {
        List<Call> calls = new ArrayList<>(alone);
        if (!again.isEmpty()) {
            calls.add(new Call(again));
        }
        return calls;
    }

    /** Returns the outcome of a write; null if none is noted. */
    @Nullable
    Outcome outcome(int write) {
        return outcomes[write];
    }

    /** Says whether any write is to be written again. */
    boolean hasRetries() {
        return Arrays.stream(outcomes).anyMatch(Outcome.Retry.class::isInstance);
    }
}
