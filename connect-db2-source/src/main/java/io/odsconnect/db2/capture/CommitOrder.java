package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Merges the changes of several tables in the order (COMMITSEQ, INTENTSEQ); table names decide between equals. */
final class CommitOrder {

    /**
     * A change and its table.
     *
     * @param change the change
     * @param table its table
     * @param tag what the caller gave for that table
     */
    record Ordered<T>(RowChange change, TableId table, T tag) {}

    /**
     * The changes of one table.
     *
     * @param table the table
     * @param tag what comes back with each change
     * @param changes its changes in order
     */
    record Lane<T>(TableId table, T tag, Cursor<RowChange> changes) {}

    private record Head<T>(RowChange change, Lane<T> lane) {}

    private CommitOrder() {}

    static <T> Cursor<Ordered<T>> merge(List<Lane<T>> lanes) throws SQLException {
        Comparator<Head<T>> order = Comparator.<Head<T>, Lsn>comparing(
                        head -> head.change().commit())
                .thenComparing(head -> head.change().intent())
                .thenComparing(head -> head.lane().table().toString());
        PriorityQueue<Head<T>> heads = new PriorityQueue<>(order);
        for (Lane<T> lane : lanes) {
            advance(lane, heads);
        }
        return () -> {
            @Nullable Head<T> head = heads.poll();
            if (head == null) {
                return null;
            }
            advance(head.lane(), heads);
            return new Ordered<>(head.change(), head.lane().table(), head.lane().tag());
        };
    }

    private static <T> void advance(Lane<T> lane, PriorityQueue<Head<T>> heads) throws SQLException {
        @Nullable RowChange next = lane.changes().next();
        if (next != null) {
            heads.add(new Head<>(next, lane));
        }
    }
}
