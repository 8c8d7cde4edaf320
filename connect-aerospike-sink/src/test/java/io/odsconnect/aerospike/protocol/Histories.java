package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Key;
import java.util.ArrayList;
import java.util.List;

/** All small histories of one key: a few changes, each a put or a delete, shared out to tasks. */
final class Histories {

    static final Key ROW = new Key("test", "row", 1);
    static final Key MARKER = new Key("test", "marker", 1);

    private Histories() {}

    /**
     * Returns all histories of changes at positions from 1 up; each goes through one task, or also through others, as
     * after a rebalance that one of them has not noticed. A task does its changes in the order of their positions.
     * Of histories that differ only in which task is which there is one.
     *
     * @param changes how many changes
     * @param tasks how many tasks at most
     * @param shared whether a change may go through several tasks
     */
    static List<List<List<AerospikeWrite>>> of(int changes, int tasks, boolean shared) {
        List<List<List<AerospikeWrite>>> histories = new ArrayList<>();
        List<List<AerospikeWrite>> empty = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            empty.add(List.of());
        }
        extend(empty, 1, changes, shared, histories);
        return histories;
    }

    private static void extend(
            List<List<AerospikeWrite>> tasks,
            int position,
            int last,
            boolean shared,
            List<List<List<AerospikeWrite>>> all) {
        if (position > last) {
            if (isInOrder(tasks, last)) {
                all.add(tasks.stream().filter(writes -> !writes.isEmpty()).toList());
            }
            return;
        }
        for (int through = 1; through < 1 << tasks.size(); through++) {
            if (!shared && Integer.bitCount(through) > 1) {
                continue;
            }
            for (boolean delete : new boolean[] {false, true}) {
                extend(with(tasks, through, write(position, delete)), position + 1, last, shared, all);
            }
        }
    }

    /** Says whether the tasks stand in one order of those that there are: by which changes go through them. */
    private static boolean isInOrder(List<List<AerospikeWrite>> tasks, int last) {
        long before = Long.MAX_VALUE;
        for (List<AerospikeWrite> writes : tasks) {
            long through = writes.stream()
                    .mapToLong(write -> 1L << (last - write.position()))
                    .sum();
            if (through > before) {
                return false;
            }
            before = through;
        }
        return true;
    }

    private static List<List<AerospikeWrite>> with(
            List<List<AerospikeWrite>> tasks, int through, AerospikeWrite write) {
        List<List<AerospikeWrite>> longer = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            List<AerospikeWrite> writes = new ArrayList<>(tasks.get(task));
            if ((through & 1 << task) != 0) {
                writes.add(write);
            }
            longer.add(writes);
        }
        return longer;
    }

    static AerospikeWrite write(long position, boolean delete) {
        RowKey row = new RowKey(ROW.namespace, new RowSet(ROW.setName, MARKER.setName), ROW.userKey);
        return new AerospikeWrite(row, List.of(), position, delete, Lifetime.DEFAULT, 0);
    }

    /** Returns what the row has to be in the end. */
    static ModelRecord rowAfter(List<List<AerospikeWrite>> tasks) {
        AerospikeWrite last = tasks.get(0).get(0);
        for (List<AerospikeWrite> writes : tasks) {
            for (AerospikeWrite write : writes) {
                last = write.position() > last.position() ? write : last;
            }
        }
        return last.isDelete() ? ModelRecord.ABSENT : ModelRecord.at(last.position());
    }
}
