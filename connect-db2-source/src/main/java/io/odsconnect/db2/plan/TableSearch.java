package io.odsconnect.db2.plan;

import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.SignalOptions;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.table.MessageKeys;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the tables that the user wants, and the names among them that nothing has. */
final class TableSearch {

    private final Db2SourceConfig config;
    private final TableFilter filter;
    private final List<TableId> wanted = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private TableSearch(Db2SourceConfig config) {
        this.config = config;
        this.filter = config.filter();
    }

    /**
     * Looks in {@code catalog}, or where the user names no tables among those that are registered.
     *
     * @param streams whether changes are read, which views do not have
     */
    static TableSearch in(Db2SourceConfig config, Catalog catalog, Collection<TableId> registered, boolean streams)
            throws SQLException {
        TableSearch search = new TableSearch(config);
        if (search.filter.namesTables()) {
            search.named(catalog, streams);
        } else {
            registered.stream().filter(search.filter::wants).forEach(search.wanted::add);
        }
        search.wanted.sort(null);
        return search;
    }

    /** Returns the tables, by name. */
    List<TableId> wanted() {
        return List.copyOf(wanted);
    }

    /** Returns what is wrong with the lists of tables. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void named(Catalog catalog, boolean streams) throws SQLException {
        wanted.addAll(catalog.tables(filter));
        if (!streams) {
            MessageKeys keys = config.messageKeys();
            // A view that a wide expression happens to match is not meant: it has no key of its own.
            catalog.views(filter).stream()
                    .filter(view -> keys.of(view).isPresent() || filter.names(view))
                    .forEach(wanted::add);
        }
        String signals = config.signalTable().isEmpty() ? "" : Pattern.quote(config.signalTable());
        for (String expression : filter.withoutMatch(wanted)) {
            boolean ofSignals = expression.equals(signals);
            if (!ofSignals && !catalog.tables(TableFilter.including(expression)).isEmpty()) {
                // It matches tables that table.exclude.list leaves out.
                continue;
            }
            problems.add(new Problem(
                    ofSignals ? SignalOptions.SIGNAL_DATA_COLLECTION : TableOptions.TABLE_INCLUDE_LIST,
                    "There is no table that " + (ofSignals ? config.signalTable() : expression) + " matches in "
                            + config.address() + ", or the login "
                            + config.address().user() + " cannot see it."));
        }
    }
}
