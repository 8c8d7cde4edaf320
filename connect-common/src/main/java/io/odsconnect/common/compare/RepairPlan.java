package io.odsconnect.common.compare;

import io.odsconnect.common.compare.RunContext.Repair;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to repair: collected until all is compared, so that nothing is written where it is too much. Guarded by the
 * engine's lock.
 */
final class RepairPlan<W> {

    /**
     * A row to be repaired.
     *
     * @param write what puts it right
     * @param finding what was found; null where it was not written, as there were too many
     */
    record Fix<W>(W write, @Nullable Finding finding) {}

    private final int most;
    private final boolean isDryRun;
    private final ArrayDeque<Fix<W>> waiting = new ArrayDeque<>();
    private long planned;
    private int underWay;
    private long repaired;
    private long newer;
    private long refused;

    RepairPlan(CompareOptions options) {
        most = options.repairMaxRows();
        isDryRun = options.dryRun();
    }

    void add(W write, @Nullable Finding finding) {
        planned++;
        if (planned > most) {
            waiting.clear();
        } else if (!isDryRun) {
            waiting.add(new Fix<>(write, finding));
        }
    }

    /** Says whether there is more to repair than may be. */
    boolean isTooMuch() {
        return planned > most;
    }

    boolean isDryRun() {
        return isDryRun;
    }

    boolean isDone() {
        return waiting.isEmpty() && underWay == 0;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    List<Fix<W>> take(int size) {
        List<Fix<W>> batch = new ArrayList<>(size);
        while (batch.size() < size && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        underWay += batch.size();
        return batch;
    }

    void putBack(List<Fix<W>> batch) {
        underWay -= batch.size();
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
    }

    void done(Repair what) {
        underWay--;
        switch (what) {
            case REPAIRED -> repaired++;
            case NEWER -> newer++;
            case REFUSED -> refused++;
        }
    }

    long planned() {
        return planned;
    }

    long repaired() {
        return repaired;
    }

    long newer() {
        return newer;
    }

    long refused() {
        return refused;
    }
}
