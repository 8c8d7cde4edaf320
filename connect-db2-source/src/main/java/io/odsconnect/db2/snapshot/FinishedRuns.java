package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which compare runs of a table came to their end. Signals are told again after a restart until all before them
 * are done, so a run may be asked for once more when a later one is under way, whose progress has replaced its own.
 */
final class FinishedRuns {

    /** So many of a table at most, so that its offset stays small. */
    private static final int MOST = 16;

    private final Map<TableId, Set<List<String>>> byTable = new HashMap<>();

    /** Takes over what is stored of the table's last run. */
    void add(TableId table, LoadProgress stored) {
        Set<List<String>> runs = byTable.computeIfAbsent(table, any -> new LinkedHashSet<>());
        TextRows.split(stored.run().finished()).forEach(run -> add(runs, run));
        if (stored.done()) {
            add(runs, List.of(stored.load(), stored.filter()));
        }
    }

    /** Remembers that a run has handed over all. */
    void add(LoadOrder order) {
        add(byTable.computeIfAbsent(order.table(), any -> new LinkedHashSet<>()), id(order));
    }

    private static void add(Set<List<String>> runs, List<String> run) {
        runs.remove(run);
        runs.add(run);
        if (runs.size() > MOST) {
            runs.remove(runs.iterator().next());
        }
    }

    /** Says whether this run came to its end before. */
    boolean contains(LoadOrder order) {
        return byTable.getOrDefault(order.table(), Set.of()).contains(id(order));
    }

    /** Returns those of a table as text, the last one at its end. */
    String text(TableId table) {
        return TextRows.join(List.copyOf(byTable.getOrDefault(table, Set.of())));
    }

    private static List<String> id(LoadOrder order) {
        return List.of(order.id(), order.filterDigest());
    }
}
