package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Registration;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.ReadOptions;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.event.TopicNames;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.MessageKeys;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.table.TableShape;
import io.odsconnect.db2.type.ColumnTypes;
import io.odsconnect.db2.type.UnsupportedColumnException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the plan, for the task that is going to follow it and for the validation that only wants its problems. */
public final class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);
    private static final int LONGEST_TOPIC = 249;

    private final Db2Session session;
    private final ControlTables control;
    private final TableFilter filter;
    private final ColumnTypes types;
    private final TopicNames topics;
    private final boolean streams;
    private final MessageKeys messageKeys;
    private final boolean nullKeys;
    private final boolean transactions;
    private final Db2SourceConfig config;
    private final @Nullable Function<Collection<TableId>, @Nullable Set<TableId>> starting;
    private @Nullable Set<TableId> covered;

    private final List<TableId> wanted = new ArrayList<>();
    private final List<TableEvents> tables = new ArrayList<>();
    private final Map<TableId, ChangeTable> changeTables = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final ColumnNames columnNames;

    /** Plans what {@code config} wants, over {@code session}, as if it were started for the first time. */
    public Planner(Db2SourceConfig config, Db2Session session, ControlTables control) {
        this(config, session, control, null);
    }

    /**
     * Plans what {@code config} wants, over {@code session}, for a task.
     *
     * @param covered returns which of the wanted tables stored changes cover; null at the first start. Then tables that
     *     are covered go on, captured or not, and others that cannot be read now are left out, as while the task runs
     */
    public Planner(
            Db2SourceConfig config,
            Db2Session session,
            ControlTables control,
            @Nullable Function<Collection<TableId>, @Nullable Set<TableId>> covered) {
        this.starting = covered;
        this.session = session;
        this.control = control;
        this.filter = config.filter();
        this.columnNames = new ColumnNames(filter);
        this.types = new ColumnTypes(config.valueOptions());
        this.topics = config.topics();
        this.transactions = config.transactionTopic() != null;
        this.config = config;
        this.messageKeys = config.messageKeys();
        this.nullKeys = config.allowsNullKeys();
        this.streams = config.snapshotMode().streams() && config.captureMode() == CaptureMode.SQL_REPLICATION;
    }

    /** Returns the plan for all tables that are wanted. Call it once. */
    public Plan plan() throws SQLException {
        return plan(table -> true, true);
    }

    /** Returns the plan for those tables that are {@code needed}, without a look at others. Call it once. */
    public Plan plan(Predicate<TableId> needed) throws SQLException {
        return plan(needed, false);
    }

    private Plan plan(Predicate<TableId> needed, boolean whole) throws SQLException {
        if (!streams && !filter.namesTables()) {
            problem(
                    TableOptions.TABLE_INCLUDE_LIST,
                    "With snapshot.mode=initial_only or capture.mode=query there is no register to take the tables from."
                            + " Name them.");
            return result();
        }
        ClockCheck.problem(config, session).ifPresent(problems::add);
        Map<TableId, Registration> registered = streams ? registered() : Map.of();
        if (!problems.isEmpty()) {
            return result();
        }
        Catalog catalog = new Catalog(session.connection());
        TableSearch search = TableSearch.in(config, catalog, registered.keySet(), streams);
        wanted.addAll(search.wanted());
        covered = starting == null || !streams ? null : starting.apply(wanted);
        search.problems().forEach(this::unmatched);
        if (wanted.isEmpty() && problems.isEmpty()) {
            problem(
                    TableOptions.TABLE_INCLUDE_LIST,
                    "No table is wanted: none is registered in " + control.schema()
                            + ".IBMSNAP_REGISTER, or table.exclude.list excludes them all.");
        }
        checkTopics();
        for (TableId table : wanted) {
            if (needed.test(table)) {
                add(table, registered.get(table), catalog);
            }
        }
        if (whole && problems.isEmpty() && columnNames.areKnownOf(wanted)) {
            columnNames.exclusions().forEach(problems::add);
            columnNames.inclusions().forEach(this::unmatched);
        }
        if (config.captureMode() == CaptureMode.QUERY) {
            QueryPlanner queries = new QueryPlanner(config, catalog);
            queries.plan(tables);
            problems.addAll(queries.problems());
        }
        return result();
    }

    /** Returns the plan for one registered table, without a look at others. Call it once. */
    Plan plan(Registration registration) throws SQLException {
        add(registration.table(), registration, new Catalog(session.connection()));
        return result();
    }

    private Plan result() {
        return new Plan(wanted, tables, changeTables, problems);
    }

    private Map<TableId, Registration> registered() throws SQLException {
        if (!control.exist()) {
            problem(
                    ReadOptions.CAPTURE_SCHEMA,
                    "There is no table " + control.schema() + ".IBMSNAP_REGISTER in " + session.address()
                            + ". Give the schema of Capture's control tables (often ASN or ASNCDC), set SQL Replication"
                            + " up, or load only (snapshot.mode=initial_only).");
            return Map.of();
        }
        Catalog catalog = new Catalog(session.connection());
        for (String name : List.of("IBMSNAP_REGISTER", "IBMSNAP_UOW")) {
            TableId table = new TableId(control.schema(), name);
            try {
                probe(catalog, table, "control table " + table);
            } catch (UnreadableTableException e) {
                problem(ReadOptions.CAPTURE_SCHEMA, String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            return Map.of();
        }
        if (control.tryHorizon().isEmpty()) {
            problem(ReadOptions.CAPTURE_SCHEMA, control.neverRan());
        }
        Map<TableId, Registration> registered = new HashMap<>();
        control.registrations().forEach(registration -> registered.put(registration.table(), registration));
        return registered;
    }

    private void add(TableId table, @Nullable Registration registration, Catalog catalog) throws SQLException {
        Set<TableId> known = covered;
        boolean isCovered = known != null && known.contains(table);
        if (starting != null
                && registration != null
                && registration.isActive()
                && !registration.isCaptured()
                && !isCovered) {
            // The stream finds it when Capture captures it, and has it loaded then.
            return;
        }
        int before = problems.size();
        try {
            addReadable(table, registration, catalog);
        } catch (UnreadableTableException e) {
            problem(TableOptions.TABLE_INCLUDE_LIST, String.valueOf(e.getMessage()));
        }
        boolean goesOn = known != null && (!isCovered || registration == null);
        if (goesOn && problems.size() > before) {
            List<Problem> own = problems.subList(before, problems.size());
            own.forEach(problem -> LOG.error("A table is left out, and the others go on: {}", problem.text()));
            own.clear();
        }
    }

    private void addReadable(TableId table, @Nullable Registration registration, Catalog catalog) throws SQLException {
        int before = problems.size();
        if (streams) {
            checkRegistered(table, registration);
        }
        List<String> primary = catalog.primaryKey(table);
        List<String> key = messageKeys.of(table).orElse(primary);
        if (key.isEmpty() && !nullKeys) {
            problem(
                    TableOptions.TABLE_INCLUDE_LIST,
                    "Table " + table
                            + " has no primary key that identifies its rows. Name columns that do with"
                            + " message.key.columns, allow records without a key with missing.key.handling.mode=null, or"
                            + " leave the table out with table.exclude.list.");
        }
        if (problems.size() > before) {
            return;
        }
        List<Column> captured = registration == null
                ? List.of()
                : probe(
                        catalog,
                        registration.changeTable(),
                        "change table " + registration.changeTable() + " of table " + table);
        List<Column> all = columns(table, registration, captured, catalog);
        List<String> loadKey = primary.isEmpty() ? present(catalog.uniqueKey(table), all) : primary;
        CapturedColumns columns = capturedColumns(table, registration, all, captured, key, loadKey);
        TableShape shape = new TableShape(table, catalog.withDefaults(table, columns.columns()), key, loadKey);
        problems.addAll(KeyCheck.problems(shape, registration, filter));
        problems.addAll(ColumnNames.clashes(shape, config.valueOptions().names()));
        if (problems.size() > before) {
            return;
        }
        try {
            TableEvents events = new TableEvents(shape, types, topics, transactions, config.keyChangeHeaders());
            tables.add(events);
            if (registration != null) {
                changeTables.put(table, new ChangeTable(session, registration, events, captured, columns.asked()));
            }
        } catch (UnsupportedColumnException e) {
            problem(TableOptions.COLUMN_EXCLUDE_LIST, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the columns of a table, which takes the privilege to read it. */
    private List<Column> probe(Catalog catalog, TableId table, String what) throws SQLException {
        try {
            return catalog.columns(table);
        } catch (SQLException e) {
            String login = String.valueOf(session.address().user());
            if (SqlFailure.lacksPrivilege(e)) {
                throw new UnreadableTableException("The login " + login + " may not read " + what
                        + ". Grant it: GRANT SELECT ON " + table + " TO USER " + login + ".");
            }
            if (SqlFailure.lacksTable(e)) {
                throw new UnreadableTableException("There is no " + what + ", or the login " + login
                        + " cannot see it. If it was dropped, register the table anew.");
            }
            throw e;
        }
    }

    private void checkRegistered(TableId table, @Nullable Registration registration) {
        if (registration == null) {
            problem(
                    TableOptions.TABLE_INCLUDE_LIST,
                    "Table " + table + " is not registered in " + control.schema()
                            + ".IBMSNAP_REGISTER, so no changes are captured from it. Register it (ASNCLP: CREATE REGISTRATION;"
                            + " or ASNCDC.ADDTABLE), leave it out, or load only (snapshot.mode=initial_only).");
        } else if (!registration.isActive() && (covered == null || !covered.contains(table))) {
            problem(
                    TableOptions.TABLE_INCLUDE_LIST,
                    "Table " + table + " is registered, but Capture is not capturing it: it "
                            + registration.whyNotCaptured() + " (" + control.schema() + ".IBMSNAP_REGISTER).");
        }
    }

    /** The columns that are wanted and, where changes are read, captured: bulk rows and changes look the same. */
    private List<Column> columns(
            TableId table, @Nullable Registration registration, List<Column> captured, Catalog catalog)
            throws SQLException {
        Set<String> names = new HashSet<>();
        captured.forEach(column -> names.add(column.name()));
        List<Column> all = probe(catalog, table, "table " + table);
        columnNames.add(table, all);
        return all.stream()
                .filter(column -> filter.wants(table, column.name()))
                .filter(column -> registration == null || names.contains(column.name()))
                .toList();
    }

    private CapturedColumns capturedColumns(
            TableId table,
            @Nullable Registration registration,
            List<Column> all,
            List<Column> captured,
            List<String> key,
            List<String> loadKey) {
        if (registration == null) {
            return new CapturedColumns(all, Set.of(), Set.of(), Set.of());
        }
        boolean asks = config.asksForUncaptured();
        CapturedColumns columns = CapturedColumns.of(all, captured, key, loadKey, asks);
        for (String column : columns.unusable()) {
            problem(
                    TableOptions.TABLE_INCLUDE_LIST,
                    "Column " + column + " of table " + table
                            + " is part of the key of its rows, but has a type in its change table "
                            + registration.changeTable()
                            + " that does not hold its values. Register the table anew.");
        }
        if (asks && !columns.leftOut().isEmpty()) {
            LOG.warn(
                    "Columns {} of table {} are left out: their values are not in its change table {}, which has a letter"
                            + " or another type in their place, and the table has no key by which to ask for them. Give"
                            + " it a primary key, or name columns that identify its rows with message.key.columns.",
                    columns.leftOut(),
                    table,
                    registration.changeTable());
        }
        return columns;
    }

    /** A key by which the load goes on is of use only if all of it is read. */
    private static List<String> present(List<String> key, List<Column> columns) {
        return columns.stream().map(Column::name).toList().containsAll(key) ? key : List.of();
    }

    /** Of tables that would share a topic those go on whose changes were read; a newcomer is left out then. */
    private void checkTopics() {
        Set<TableId> known = covered == null ? Set.of() : covered;
        List<TableId> order = new ArrayList<>(wanted);
        order.sort(Comparator.comparing(table -> !known.contains(table)));
        TopicOwners owners = new TopicOwners(topics);
        for (TableId table : order) {
            Optional<String> conflict = owners.add(table);
            if (conflict.isPresent() && !known.isEmpty() && !known.contains(table)) {
                LOG.error("A table is left out, and the others go on: {}", conflict.get());
                wanted.remove(table);
            } else {
                conflict.ifPresent(text -> problem(TableOptions.TABLE_INCLUDE_LIST, text));
            }
            if (topics.bulk(table).length() > LONGEST_TOPIC) {
                problem(
                        TableOptions.TOPIC_PREFIX,
                        "The topic " + topics.bulk(table)
                                + " is longer than Kafka's 249 characters. Choose a shorter prefix.");
            }
        }
    }

    /** A task that was started before goes on without what a name matches no more. */
    private void unmatched(Problem problem) {
        if (covered != null && !covered.isEmpty()) {
            LOG.error("{}: {} The others go on.", problem.option(), problem.text());
        } else {
            problems.add(problem);
        }
    }

    private void problem(String option, String text) {
        problems.add(new Problem(option, text));
    }
}
