package io.odsconnect.common.compare;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many rows of a run came to which outcome. Guarded by the engine's lock. */
final class RunCounts {

    private final Map<RowOutcome, Long> counts = new EnumMap<>(RowOutcome.class);

    void add(RowOutcome outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    long of(RowOutcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** Returns how many rows are findings. */
    long findings() {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().isFinding())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns all counts by the names of the outcomes. */
    Map<String, Long> byName() {
        Map<String, Long> byName = new LinkedHashMap<>();
        for (RowOutcome outcome : RowOutcome.values()) {
            byName.put(outcome.toString(), of(outcome));
        }
        return byName;
    }

    @Override
    public String toString() {
        return byName().toString();
    }
}
