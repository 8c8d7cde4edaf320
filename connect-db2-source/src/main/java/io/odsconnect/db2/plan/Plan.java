package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What is going to be read.
 *
 * @param wanted the names of all tables that are wanted, also of those that are not in this plan
 * @param tables the wanted tables that have no problem, by name
 * @param changeTables their change tables; empty where no changes are wanted
 * @param problems what is wrong with the others
 */
public record Plan(
        List<TableId> wanted,
        List<TableEvents> tables,
        Map<TableId, ChangeTable> changeTables,
        List<Problem> problems) {

    /** Copies the collections. */
    public Plan {
        wanted = List.copyOf(wanted);
        tables = List.copyOf(tables);
        changeTables = Map.copyOf(changeTables);
        problems = List.copyOf(problems);
    }

    /**
     * Returns this plan if it has no problem.
     *
     * @throws ConnectException if it has; the message tells all of them
     */
    public Plan orFail() {
        if (!problems.isEmpty()) {
            StringBuilder text = new StringBuilder("The connector cannot start:");
            problems.forEach(problem ->
                    text.append("\n- ").append(problem.option()).append(": ").append(problem.text()));
            throw new ConnectException(text.toString());
        }
        return this;
    }
}
