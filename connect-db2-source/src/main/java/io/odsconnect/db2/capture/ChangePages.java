package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one change table in a window of units of work, read page by page, so that a unit of work larger than
 * memory passes through. A page goes on within the last unit of work first, then with the next: each is one range of the
 * change table's index.
 */
final class ChangePages implements Cursor<ChangeRow> {

    /** Reads pages. */
    interface Reader {
        /** Reads the first page of the window. */
        List<ChangeRow> first() throws SQLException;

        /** Reads a page of what follows {@code row} in its unit of work. */
        List<ChangeRow> within(ChangeRow row) throws SQLException;

        /** Reads a page of the units of work after {@code commit}. */
        List<ChangeRow> after(Lsn commit) throws SQLException;
    }

    private enum Stage {
        FIRST,
        WITHIN,
        AFTER,
        END
    }

    private final Reader reader;
    private final int pageSize;
    private final Deque<ChangeRow> page = new ArrayDeque<>();
    private Stage stage = Stage.FIRST;
    private @Nullable ChangeRow last;

    ChangePages(Reader reader, int pageSize) {
        this.reader = reader;
        this.pageSize = pageSize;
    }

    @Override
    public @Nullable ChangeRow next() throws SQLException {
        while (page.isEmpty() && stage != Stage.END) {
            turn();
        }
        @Nullable ChangeRow row = page.poll();
        if (row != null) {
            last = row;
        }
        return row;
    }

    private void turn() throws SQLException {
        @Nullable ChangeRow known = last;
        if (known == null || stage == Stage.FIRST) {
            stage = fill(reader.first()) ? Stage.WITHIN : Stage.END;
        } else if (stage == Stage.WITHIN) {
            stage = fill(reader.within(known)) ? Stage.WITHIN : Stage.AFTER;
        } else {
            stage = fill(reader.after(known.commit())) ? Stage.WITHIN : Stage.END;
        }
    }

    /** Takes a page and says whether it was full: then there may be more in its last unit of work. */
    private boolean fill(List<ChangeRow> rows) {
        page.addAll(rows);
        return rows.size() >= pageSize;
    }
}
