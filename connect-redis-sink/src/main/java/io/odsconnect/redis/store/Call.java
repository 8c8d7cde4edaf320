package io.odsconnect.redis.store;

import io.odsconnect.redis.mapping.RedisWrite;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a batch that goes to the server as one step. While it runs the server does nothing else, so it is small:
 * 100 rows take well below a millisecond.
 *
 * @param from the first write of the batch that belongs to it, from 0
 * @param to the first that no longer does
 */
record Call(int from, int to) {

    private static final int MAX_ROWS = 100;
    private static final int MAX_BYTES = 1 << 20;

    /** Splits a batch by count and by bytes; a write that is larger than a call may be goes alone. */
    static List<Call> split(List<RedisWrite> batch) {
        List<Call> calls = new ArrayList<>(batch.size() / MAX_ROWS + 1);
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            int size = batch.get(i).sizeInBytes();
            if (i > from && (i - from == MAX_ROWS || bytes + size > MAX_BYTES)) {
                calls.add(new Call(from, i));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < batch.size()) {
            calls.add(new Call(from, batch.size()));
        }
        return calls;
    }

    /** Returns the writes that belong to this call, a view of the batch. */
    List<RedisWrite> of(List<RedisWrite> batch) {
        return batch.subList(from, to);
    }
}
