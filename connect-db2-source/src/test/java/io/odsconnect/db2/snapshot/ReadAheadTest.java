package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.snapshot.ReadAhead.Read;
import io.odsconnect.db2.snapshot.ReadAhead.Taken;
import io.odsconnect.db2.snapshot.ReadAhead.Walk;
import io.odsconnect.db2.snapshot.ReadAhead.Work;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final Schema ROW =
            SchemaBuilder.struct().field("ID", Schema.INT32_SCHEMA).build();
    private static final int CHUNK = 3;

    @Test
    void theFirstChunkIsReadAtOnceAndTheNextOneIsFoundWhileNobodyHasTakenItsRows() {
        ReadAhead table = table(2, List.of());
        Read first = (Read) work(table);
        assertThat(first.chunk().limited).isTrue();
        assertThat(table.next()).as("nobody knows where the second begins").isNull();
        table.add(first.chunk(), block(1, 3));
        table.finished(first.chunk(), List.of("3"), false);
        assertThat(work(table)).isEqualTo(new Walk(List.of("3")));
        assertThat(table.next()).as("one walk at a time").isNull();
        table.walked(new Walk(List.of("3")), List.of("6"));
        Read second = (Read) work(table);
        assertThat(second.chunk().after).containsExactly("3");
        assertThat(second.chunk().upTo).containsExactly("6");
    }

    @Test
    void rowsAreHeldBackUntilItIsKnownWhetherTheyAreTheLastOnes() {
        ReadAhead table = table(2, List.of());
        Read first = (Read) work(table);
        table.add(first.chunk(), block(1, 3));
        assertThat(table.take()).as("more may come").isNull();
        table.finished(first.chunk(), List.of("3"), false);
        assertThat(table.take()).as("another chunk may follow").isNull();
        Walk walk = (Walk) work(table);
        table.walked(walk, null);
        Read rest = (Read) work(table);
        assertThat(rest.chunk().upTo).as("to the end of the table").isEmpty();
        assertThat(table.take()).isNull();
        table.finished(rest.chunk(), List.of("3"), true);
        Taken taken = table.take();
        assertThat(taken).isNotNull();
        assertThat(taken.last()).isTrue();
    }

    @Test
    void aTableWithoutRowsEndsAtOnce() {
        ReadAhead table = table(2, List.of());
        Read first = (Read) work(table);
        table.finished(first.chunk(), List.of(), true);
        assertThat(table.take()).isEqualTo(new Taken(null, true));
    }

    @Test
    void whatWasReadBeforeAFailureIsHandedOverAndNothingIsReadAfterIt() {
        ReadAhead table = table(2, List.of());
        Read first = (Read) work(table);
        table.add(first.chunk(), block(1, 2));
        table.failed(first.chunk(), new SQLException("away"));
        assertThat(table.next()).isNull();
        assertThat(table.failure()).isNull();
        Taken taken = table.take();
        assertThat(taken).isNotNull();
        assertThat(taken.last()).isFalse();
        assertThat(table.take()).isNull();
        assertThat(table.failure()).hasMessage("away");
    }

    @Test
    void aTableWhoseKeyCannotBeWalkedIsReadChunkAfterChunk() {
        ReadAhead table = table(2, List.of());
        Read first = (Read) work(table);
        table.finished(first.chunk(), List.of("3"), false);
        work(table);
        table.cannotWalk();
        Read second = (Read) work(table);
        assertThat(second.chunk().after).containsExactly("3");
        assertThat(second.chunk().limited).isTrue();
        assertThat(table.next()).isNull();
    }

    @Test
    void aChunkWhoseRowsWereTakenMakesRoomForAnotherOneAtOnce() {
        ReadAhead table = table(1, List.of());
        Read first = (Read) work(table);
        table.add(first.chunk(), block(1, 3));
        table.finished(first.chunk(), List.of("3"), false);
        Read second = (Read) work(table);
        table.add(second.chunk(), block(4, 6));
        table.finished(second.chunk(), List.of("6"), false);
        assertThat(table.next()).as("two chunks are enough").isNull();
        assertThat(table.take()).isNotNull();
        assertThat(work(table)).isInstanceOf(Read.class);
    }

    @Test
    void chunksWithoutRowsDoNotStopTheSearchForTheRowThatFollows() {
        ReadAhead table = table(2, List.of());
        Read first = (Read) work(table);
        table.add(first.chunk(), block(1, 1));
        table.finished(first.chunk(), List.of("1"), false);
        for (int id = 2; id < 20; id++) {
            Walk walk = (Walk) work(table);
            table.walked(walk, List.of(Integer.toString(id)));
            Read empty = (Read) work(table);
            table.finished(empty.chunk(), empty.chunk().after, true);
            assertThat(table.take()).isNull();
        }
    }

    @Test
    void theChunkThatOthersWaitForHasRoomHoweverFullTheQueueIs() {
        ReadAhead table = table(2, List.of());
        Read first = (Read) work(table);
        table.add(first.chunk(), block(1, 3));
        table.finished(first.chunk(), List.of("3"), false);
        table.walked((Walk) work(table), List.of("6"));
        Read second = (Read) work(table);
        table.walked((Walk) work(table), List.of("9"));
        Read third = (Read) work(table);
        assertThat(table.isAwaited(third.chunk())).isFalse();
        assertThat(table.isAwaited(second.chunk())).isTrue();
    }

    @Test
    void anyOrderInWhichThreadsGetOnGivesTheRowsInTheirOrderAndSaysWhichIsTheLast() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int rows = random.nextInt(40);
            assertThat(read(random, rows, 1 + random.nextInt(4)))
                    .as("%d rows in round %d of seed %d", rows, round, seed)
                    .isEqualTo(rows);
        }
    }

    /** Work that some thread has begun, with the rows that it reads next. */
    private static final class Reader {
        final Work work;
        int next;

        Reader(Work work, int next) {
            this.work = work;
            this.next = next;
        }
    }

    /** Reads a table of the rows 1 to {@code rows} and returns how many came, in their order. */
    private static int read(Random random, int rows, int count) {
        ReadAhead table = table(count, List.of());
        List<Reader> threads = new ArrayList<>();
        int taken = 0;
        for (int step = 0; step < 10_000; step++) {
            if (threads.size() < count && random.nextBoolean()) {
                @Nullable Work work = table.next();
                if (work != null) {
                    int next = work instanceof Read read ? number(read.chunk().after) + 1 : 0;
                    threads.add(new Reader(work, next));
                }
            }
            if (!threads.isEmpty() && random.nextBoolean()) {
                Reader thread = threads.get(random.nextInt(threads.size()));
                if (goOn(table, thread, rows)) {
                    threads.remove(thread);
                }
            }
            if (random.nextBoolean()) {
                @Nullable Taken ready = table.take();
                if (ready != null) {
                    for (int i = 0; ready.block() != null && i < ready.block().size(); i++) {
                        taken++;
                        assertThat(ready.block().row(i).getInt32("ID")).isEqualTo(taken);
                    }
                    assertThat(ready.last()).isEqualTo(taken == rows);
                    if (ready.last()) {
                        return taken;
                    }
                }
            }
        }
        throw new AssertionError("No end after " + taken + " of " + rows + " rows");
    }

    private static boolean goOn(ReadAhead table, Reader thread, int rows) {
        if (thread.work instanceof Walk walk) {
            int end = number(walk.after()) + CHUNK;
            table.walked(walk, end > rows ? null : List.of(Integer.toString(end)));
            return true;
        }
        ReadAhead.Chunk chunk = ((Read) thread.work).chunk();
        int limit = chunk.limited ? number(chunk.after) + CHUNK : Integer.MAX_VALUE;
        int end = chunk.upTo.isEmpty() ? Math.min(limit, rows) : number(chunk.upTo);
        if (thread.next <= end) {
            table.add(chunk, block(thread.next, thread.next));
            thread.next++;
            return false;
        }
        table.finished(chunk, List.of(Integer.toString(thread.next - 1)), !chunk.limited || end < limit);
        return true;
    }

    private static int number(List<String> key) {
        return key.isEmpty() ? 0 : Integer.parseInt(key.get(0));
    }

    private static Work work(ReadAhead table) {
        @Nullable Work work = table.next();
        assertThat(work).isNotNull();
        return work;
    }

    private static ReadAhead table(int threads, List<String> after) {
        return new ReadAhead(true, after, threads);
    }

    private static RowBlock block(int from, int to) {
        RowBlock block = new RowBlock(1, new Struct(ROW), to - from + 1);
        for (int id = from; id <= to; id++) {
            block.add(new Struct(ROW).put("ID", id), null, 8);
        }
        return block;
    }
}
