package io.odsconnect.db2.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read ahead of the load of one table: chunks in the order of its key, of which several are read at once and
 * handed over one after the other, so that the last key handed over says all about where to go on. The first chunk is read
 * at once, up to a number of rows; where the later ones end is found by a {@link KeyWalk} while earlier ones are read.
 *
 * <p>A plain state machine, guarded by the lock of {@link LoadThreads}.
 */
final class ReadAhead {

    /** Part of a table in the order of its key, after one key and up to another. */
    static final class Chunk {
        final List<String> after;
        final List<String> upTo;
        final boolean limited;
        private final Deque<RowBlock> blocks = new ArrayDeque<>();
        private boolean started;
        private boolean finished;
        private @Nullable Throwable failure;

        /**
         * A chunk that nobody reads yet.
         *
         * @param after the key before its first row; empty where it begins with the table
         * @param upTo its last key; empty where it goes to the end of the table
         * @param limited whether it ends after a number of rows
         */
        private Chunk(List<String> after, List<String> upTo, boolean limited) {
            this.after = after;
            this.upTo = upTo;
            this.limited = limited;
        }
    }

    /** What a thread can do for a table. */
    sealed interface Work permits Read, Walk {}

    /** Read a chunk. */
    record Read(Chunk chunk) implements Work {}

    /** Find where the chunk after this key ends. */
    record Walk(List<String> after) implements Work {}

    /**
     * Rows to hand over.
     *
     * @param block the rows; null where the table turns out to have none
     * @param last whether nothing follows
     */
    record Taken(@Nullable RowBlock block, boolean last) {}

    private final int mostChunks;
    private final List<Chunk> chunks = new ArrayList<>();
    /** The end of the last chunk that is known; null while the first one is read. */
    private @Nullable List<String> bound;

    private boolean walks;
    private boolean walking;
    private boolean complete;
    private boolean failed;
    private boolean closed;

    /**
     * Begins.
     *
     * @param keyed whether the table has a key; without one it is read as one chunk, in any order
     * @param after the key to go on after; empty to begin with the first row
     * @param threads how many threads read; with one of them no walk is worth its while
     */
    ReadAhead(boolean keyed, List<String> after, int threads) {
        this.mostChunks = threads + 1;
        this.walks = threads > 1;
        chunks.add(new Chunk(after, List.of(), keyed));
        complete = !keyed;
    }

    /** Returns what a thread can do now; null where there is nothing before others have got further. */
    @Nullable
    Work next() {
        if (closed || failed) {
            return null;
        }
        dropEmpty();
        for (Chunk chunk : chunks) {
            if (!chunk.started) {
                chunk.started = true;
                return new Read(chunk);
            }
        }
        if (complete || walking || bound == null || chunks.size() >= mostChunks) {
            return null;
        }
        if (!walks) {
            return read(new Chunk(bound, List.of(), true));
        }
        walking = true;
        return new Walk(bound);
    }

    private Read read(Chunk chunk) {
        chunks.add(chunk);
        chunk.started = true;
        bound = null;
        return new Read(chunk);
    }

    /** Takes the end of a walk: the next chunk's last key, or null where it goes to the end of the table. */
    void walked(Walk walk, @Nullable List<String> key) {
        walking = false;
        chunks.add(new Chunk(walk.after(), key == null ? List.of() : key, false));
        bound = key;
        complete = key == null;
    }

    /** Takes note that this table's keys cannot be walked: its chunks are read one after the other. */
    void cannotWalk() {
        walking = false;
        walks = false;
    }

    /** Takes note that a walk failed. */
    void failed(Throwable reason) {
        walking = false;
        Chunk chunk = new Chunk(List.of(), List.of(), false);
        chunk.started = true;
        chunks.add(chunk);
        failed(chunk, reason);
    }

    /** Says whether there is room for rows of {@code chunk} though there is none in the queue: else nobody got further. */
    boolean isAwaited(Chunk chunk) {
        for (Chunk each : chunks) {
            if (!each.finished) {
                return each == chunk && chunk.blocks.size() <= 1;
            }
        }
        return false;
    }

    void add(Chunk chunk, RowBlock block) {
        chunk.blocks.add(block);
    }

    /**
     * Takes note that a chunk was read.
     *
     * @param chunk which
     * @param last the key of its last row; empty where it had none
     * @param ended whether nothing follows up to its end, as it has no more rows; else it ended at its limit
     */
    void finished(Chunk chunk, List<String> last, boolean ended) {
        chunk.finished = true;
        if (chunk.limited && ended) {
            complete = true;
        } else if (chunk.limited) {
            bound = last;
        }
    }

    /** Takes note that reading a chunk failed; what was read before is still handed over. */
    void failed(Chunk chunk, Throwable reason) {
        chunk.finished = true;
        chunk.failure = reason;
        failed = true;
    }

    /**
     * Returns the next rows; null where none can be handed over yet. Whether rows are the last ones is known only when
     * something follows, or all else is read.
     */
    @Nullable
    Taken take() {
        dropEmpty();
        if (chunks.isEmpty()) {
            return complete ? new Taken(null, true) : null;
        }
        Chunk head = chunks.get(0);
        @Nullable RowBlock block = head.blocks.peek();
        @Nullable Boolean last = block == null ? null : isLast();
        if (block == null || last == null) {
            return null;
        }
        head.blocks.remove();
        return new Taken(block, last);
    }

    /** Returns why nothing comes any more, once all was taken that was read before; null where something may. */
    @Nullable
    Throwable failure() {
        dropEmpty();
        return chunks.isEmpty() || !chunks.get(0).blocks.isEmpty() ? null : chunks.get(0).failure;
    }

    /** Forgets chunks of which nothing is left, so that they do not stand in the way of others. */
    private void dropEmpty() {
        chunks.removeIf(ReadAhead::isSpent);
    }

    private static boolean isSpent(Chunk chunk) {
        return chunk.finished && chunk.blocks.isEmpty() && chunk.failure == null;
    }

    /** Says whether the first block is the table's last; null where that is not known yet. */
    private @Nullable Boolean isLast() {
        int ahead = 0;
        for (Chunk chunk : chunks) {
            ahead += chunk.blocks.size();
            if (ahead > 1 || chunk.failure != null) {
                return false;
            }
            if (!chunk.finished) {
                return null;
            }
        }
        return complete ? true : null;
    }

    /** Ends. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns all that is read and not handed over. */
    List<RowBlock> waiting() {
        return chunks.stream().flatMap(chunk -> chunk.blocks.stream()).toList();
    }
}
