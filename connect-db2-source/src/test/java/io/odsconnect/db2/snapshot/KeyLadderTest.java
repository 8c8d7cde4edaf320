package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyLadderTest {

    private static final Comparator<List<String>> ORDER = (one, two) -> {
        int order = 0;
        for (int i = 0; i < one.size() && order == 0; i++) {
            order = one.get(i).compareTo(two.get(i));
        }
        return order;
    };

    @Test
    void everyRowIsReadOnceAndInOrderWhateverKeyChunkAndStart() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int keyColumns = 1 + random.nextInt(4);
            TreeSet<List<String>> table = new TreeSet<>(ORDER);
            int rows = random.nextInt(60);
            for (int i = 0; i < rows; i++) {
                List<String> key = new ArrayList<>();
                for (int k = 0; k < keyColumns; k++) {
                    key.add(String.valueOf((char) ('a' + random.nextInt(4))));
                }
                table.add(key);
            }
            List<List<String>> all = List.copyOf(table);
            int delivered = all.isEmpty() ? 0 : random.nextInt(all.size() + 1);
            List<String> start = delivered == 0 ? List.of() : all.get(delivered - 1);
            assertThat(walk(all, keyColumns, start, 1 + random.nextInt(20)))
                    .isEqualTo(all.subList(delivered, all.size()));
        }
    }

    private static List<List<String>> walk(List<List<String>> table, int keyColumns, List<String> start, int chunk) {
        KeyLadder ladder = new KeyLadder(keyColumns);
        List<List<String>> read = new ArrayList<>();
        List<String> last = start;
        KeyLadder.@Nullable Step step = ladder.first(start);
        while (step != null) {
            KeyLadder.Step now = step;
            List<List<String>> rows =
                    table.stream().filter(key -> matches(key, now)).limit(chunk).toList();
            read.addAll(rows);
            if (!rows.isEmpty()) {
                last = rows.get(rows.size() - 1);
            }
            step = ladder.next(now, rows.size() == chunk, last);
        }
        return read;
    }

    /** What the statement of a step selects. */
    private static boolean matches(List<String> key, KeyLadder.Step step) {
        @Nullable List<String> after = step.after();
        return after == null
                || (key.subList(0, step.agreeing()).equals(after.subList(0, step.agreeing()))
                        && key.get(step.agreeing()).compareTo(after.get(step.agreeing())) > 0);
    }
}
