package io.odsconnect.db2;

import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The wanted tables, as they are at present. */
final class TaskTables {

    private final Map<TableId, TableEvents> tables = new HashMap<>();

    TaskTables(Collection<TableEvents> tables) {
        tables.forEach(this::put);
    }

    void put(TableEvents events) {
        tables.put(events.table(), events);
    }

    @Nullable
    TableEvents get(TableId table) {
        return tables.get(table);
    }

    /** Returns those that {@code which} accepts, by name. */
    List<TableEvents> matching(Predicate<TableId> which) {
        return tables.values().stream()
                .filter(events -> which.test(events.table()))
                .sorted(Comparator.comparing(TableEvents::table))
                .toList();
    }
}
