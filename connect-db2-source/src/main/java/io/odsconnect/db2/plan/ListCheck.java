package io.odsconnect.db2.plan;

import io.odsconnect.common.config.Spelling;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.LoadOptions;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Names of tables in options that no table has: what the user believes to be left out or filtered would be sent. */
final class ListCheck {

    private final Db2SourceConfig config;
    private final List<TableId> tables;
    private final List<Problem> problems = new ArrayList<>();

    private ListCheck(Db2SourceConfig config, Collection<TableId> tables) {
        this.config = config;
        this.tables = List.copyOf(tables);
    }

    /** Returns what is wrong, where {@code tables} are all that are read. */
    static List<Problem> problems(Db2SourceConfig config, Collection<TableId> tables, Catalog catalog)
            throws SQLException {
        ListCheck check = new ListCheck(config, tables);
        check.excludedTables(catalog);
        check.keys();
        check.loads();
        if (config.captureMode() == CaptureMode.QUERY) {
            check.problems.addAll(QueryPlanner.unmatchedRules(config, tables));
        }
        return check.problems;
    }

    private void excludedTables(Catalog catalog) throws SQLException {
        for (String name : config.filter().excludedNames()) {
            TableFilter excluded = TableFilter.including(name);
            if (catalog.tables(excluded).isEmpty() && catalog.views(excluded).isEmpty()) {
                problem(
                        TableOptions.TABLE_EXCLUDE_LIST,
                        "There is no table " + name + " in " + config.address() + " that could be left out.",
                        name);
            }
        }
    }

    private void keys() {
        for (String expression : config.messageKeys().withoutMatch(tables)) {
            problem(TableOptions.MESSAGE_KEY_COLUMNS, "No table that is read matches " + expression + ".", expression);
        }
    }

    private void loads() {
        for (String expression : config.bulkLoadTables().withoutMatch(tables)) {
            problem(LoadOptions.BULK_LOAD_TABLES, "No table that is read matches " + expression + ".", expression);
        }
        for (String table : config.filteredTables()) {
            if (tables.stream().noneMatch(read -> read.toString().equals(table))) {
                problem(
                        LoadOptions.BULK_LOAD_FILTER_PREFIX + table,
                        "No table that is read is called " + table + ", so nothing is filtered.",
                        table);
            }
        }
    }

    private void problem(String option, String text, String name) {
        String meant = Spelling.meant(
                        name.replace("\\", ""),
                        tables.stream().map(TableId::toString).toList())
                .map(table -> " Did you mean " + table + "?")
                .orElse("");
        problems.add(new Problem(option, text + meant));
    }
}
