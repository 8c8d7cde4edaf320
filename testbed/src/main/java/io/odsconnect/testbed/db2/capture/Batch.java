package io.odsconnect.testbed.db2.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The units of work that are captured in one transaction. The statement that copies their changes asks it for each. */
final class Batch {

    private final CommitOrder.Committed committed;
    private final Map<Long, UnitOfWork> byId = new HashMap<>();
    private final Set<UnitOfWork> found = new HashSet<>();
    private final Map<Integer, Long> newest = new HashMap<>();

    Batch(CommitOrder.Committed committed) {
        this.committed = committed;
        committed.units().forEach(unit -> byId.put(unit.id(), unit));
    }

    /** A range of ids of units of work, both ends included. */
    record Range(long first, long last) {}

    /** Forgets what was found, before the changes are copied again. */
    void restart() {
        found.clear();
        newest.clear();
    }

    /** Notes one more change and returns the sequence number of its commit. */
    long commitSequence(int registration, long id) {
        UnitOfWork unit = byId.get(id);
        if (unit == null) {
            throw new IllegalStateException("Unit of work " + id + " is not among those to capture now");
        }
        found.add(unit);
        newest.merge(registration, unit.commitSequence(), Math::max);
        return unit.commitSequence();
    }

    /** Returns the registration numbers of the tables that may have changes. */
    List<Integer> tables() {
        Set<Integer> tables = new TreeSet<>();
        committed.units().forEach(unit -> unit.tables().stream().forEach(tables::add));
        return List.copyOf(tables);
    }

    /**
     * Returns as few ranges as cover all units of work of the batch that changed a table, and none that is still
     * open or waiting.
     */
    List<Range> ranges(int registration) {
        TreeSet<Long> ids = new TreeSet<>();
        for (UnitOfWork unit : committed.units()) {
            if (unit.tables().get(registration)) {
                ids.add(unit.id());
            }
        }
        List<Range> ranges = new ArrayList<>();
        NavigableSet<Long> others = committed.others();
        long first = ids.first();
        long last = first;
        for (long id : ids) {
            Long between = others.higher(last);
            if (between != null && between < id) {
                ranges.add(new Range(first, last));
                first = id;
            }
            last = id;
        }
        ranges.add(new Range(first, last));
        return ranges;
    }

    /** Returns the units of work that had a change that was not rolled back, in commit order. */
    List<UnitOfWork> changed() {
        return committed.units().stream().filter(found::contains).toList();
    }

    /** Returns the last commit that changed each table, by registration number. */
    Map<Integer, Long> newest() {
        return newest;
    }

    CommitOrder.Committed committed() {
        return committed;
    }
}
