package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether Capture pruned what a window still has to read, after each page and before anything of it is handed
 * over: a page of which the beginning is gone looks like any other.
 *
 * <p>Pruning takes units of work from the oldest on. So nothing is missing as long as the register does not tell more, and
 * what was read just before is still there; CD_OLD_SYNCHPOINT alone does not do, since it may be raised late or never.
 */
final class PageGuard {

    private final ControlTables control;
    private final List<Page> unchecked = new ArrayList<>();

    private record Page(
            StreamedTable table,
            Lsn after,
            boolean within,
            boolean first,
            @Nullable Lsn beginning) {

        TableId changeTable() {
            return table.changeTable().registration().changeTable();
        }
    }

    PageGuard(ControlTables control) {
        this.control = control;
    }

    /** Returns who hears of the pages of a table. */
    PageListener of(StreamedTable table) {
        return (after, within, first, beginning) -> unchecked.add(new Page(table, after, within, first, beginning));
    }

    /** Says whether all pages are whole that were read since the last call; a table of which one may not be is suspect. */
    boolean holds() throws SQLException {
        if (unchecked.isEmpty()) {
            return true;
        }
        Lsn from = unchecked.stream()
                .map(Page::after)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Map<TableId, Lsn> pruned = control.prunedSince(from);
        boolean holds = true;
        for (Page page : unchecked) {
            if (!isWhole(page, pruned.get(page.changeTable()))) {
                page.table().suspect(true);
                holds = false;
            }
        }
        unchecked.clear();
        return holds;
    }

    private boolean isWhole(Page page, @Nullable Lsn pruned) throws SQLException {
        int order = pruned == null ? -1 : pruned.compareTo(page.after());
        if (order > 0 || (order == 0 && page.within())) {
            return false;
        }
        if (page.first()) {
            // Between the look at the register and this page, too.
            return page.table().beginsAsExpected(page.beginning());
        }
        if (order == 0) {
            return true;
        }
        @Nullable Lsn there = control.oldestChange(page.changeTable());
        return there != null && there.compareTo(page.after()) <= 0;
    }
}
