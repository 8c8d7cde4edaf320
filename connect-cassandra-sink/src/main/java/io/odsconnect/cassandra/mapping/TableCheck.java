package io.odsconnect.cassandra.mapping;

import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks before the start for the tables and columns that the options name, as far as they are known before there are
 * records: tables of templates without fields, and columns of mappings and of histories.
 */
public final class TableCheck {

    private final MappingRules rules;
    private final Tables tables;
    private final Map<String, String> problems = new LinkedHashMap<>();
    private final Map<String, CqlTable> found = new LinkedHashMap<>();
    private boolean allKnown;
    private boolean mayMakeKeyspace;

    private TableCheck(MappingRules rules, Tables tables) {
        this.rules = rules;
        this.tables = tables;
    }

    /**
     * Looks.
     *
     * @param topics the topics that are known to be read; none if a pattern or transforms decide
     * @param nodes how many nodes each data centre has
     */
    public static TableCheck of(
            MappingRules rules, Collection<String> topics, Tables tables, Map<String, Integer> nodes) {
        TableCheck check = new TableCheck(rules, tables);
        check.checkTables(topics);
        check.checkMappings();
        if (rules.making() != null && check.mayMakeKeyspace) {
            check.checkReplication(rules.making().replication(), nodes);
        }
        return check;
    }

    /** Returns what is wrong: the option to change, and a sentence. */
    public Map<String, String> problems() {
        return problems;
    }

    /** Returns the tables that are there. */
    public Collection<CqlTable> tables() {
        return found.values();
    }

    private void checkReplication(Map<String, Integer> replication, Map<String, Integer> nodes) {
        replication.forEach((datacenter, copies) -> {
            int there = nodes.getOrDefault(datacenter, 0);
            if (there == 0) {
                problem(
                        RowOptions.AUTO_CREATE_REPLICATION,
                        "The cluster has no data centre " + datacenter + ", but "
                                + String.join(", ", new TreeSet<>(nodes.keySet())));
            } else if (there < copies) {
                problem(
                        RowOptions.AUTO_CREATE_REPLICATION,
                        "Data centre " + datacenter + " has " + there + (there == 1 ? " node" : " nodes")
                                + " and cannot hold " + copies + " copies of a row: lower the number, or add nodes");
            }
        });
    }

    private void checkTables(Collection<String> topics) {
        Set<String> named = new LinkedHashSet<>(topics);
        named.addAll(rules.tables().named());
        List<Template> templates = new ArrayList<>();
        named.forEach(topic -> rules.tables().forTopic(topic).ifPresent(templates::add));
        if (topics.isEmpty()) {
            rules.tables().common().ifPresent(templates::add);
        }
        allKnown = templates.stream().allMatch(Template::isConstant);
        mayMakeKeyspace = templates.isEmpty() || !allKnown;
        templates.stream().filter(Template::isConstant).forEach(template -> checkTable(template.toString()));
    }

    private void checkTable(String text) {
        Optional<TableName> name = TableName.parse(text);
        if (name.isEmpty()) {
            problem(RowOptions.TABLE_TEMPLATE, text + " is not of the form keyspace.table");
            return;
        }
        TableMaking making = rules.making();
        if (making != null && !tables.isTaken(name.get())) {
            checkKeyspace(making, name.get());
            return;
        }
        try {
            CqlTable table = tables.get(name.get());
            found.put(text, table);
            if (rules.mode() instanceof WriteMode.History history) {
                EventColumns.problem(table, history.columns())
                        .ifPresent(problem -> problem(problem.option(), problem.sentence()));
            }
        } catch (BadRecordException e) {
            problem(RowOptions.TABLE_TEMPLATE, String.valueOf(e.getMessage()));
        }
    }

    private void checkKeyspace(TableMaking making, TableName name) {
        allKnown = false;
        mayMakeKeyspace |= !tables.hasKeyspace(name);
        if (making.replication().isEmpty() && !tables.hasKeyspace(name)) {
            problem(
                    RowOptions.AUTO_CREATE_REPLICATION,
                    "There is no keyspace " + name.keyspace().asCql(true)
                            + " in Cassandra: create it, or say how many copies one gets that is made");
        }
    }

    private void checkMappings() {
        for (String topic : rules.columns().topics()) {
            CqlTable table = rules.tables()
                    .forTopic(topic)
                    .map(template -> found.get(template.toString()))
                    .orElse(null);
            if (table != null) {
                rules.columns()
                        .forTopic(topic)
                        .ifPresent(
                                names -> checkColumns(RowOptions.COLUMN_MAPPING + "." + topic, names, List.of(table)));
            }
        }
        if (allKnown && problems.isEmpty() && !found.isEmpty()) {
            rules.columns().common().ifPresent(names -> checkColumns(RowOptions.COLUMN_MAPPING, names, found.values()));
        }
    }

    private void checkColumns(String option, ColumnMapping names, Collection<CqlTable> among) {
        names.byField().forEach((field, column) -> {
            if (among.stream().allMatch(table -> table.indexOf(column) < 0)) {
                String which = among.size() == 1 ? "Table " + among.iterator().next() + " has no" : "No table has a";
                problem(
                        option,
                        which + " column " + column + ", which is named for field " + field
                                + ": add it, or correct the name" + hint(column, among));
            }
        });
    }

    private static String hint(String column, Collection<CqlTable> among) {
        return among.stream()
                .map(table -> Columns.of(table.columns().stream()
                                .map(each -> each.name().asInternal())
                                .toList())
                        .hint(column))
                .filter(hint -> !hint.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void problem(String option, String sentence) {
        problems.merge(option, sentence + ".", (one, other) -> one.equals(other) ? one : one + " " + other);
    }
}
