package io.odsconnect.db2.query;

import io.odsconnect.db2.table.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which columns play a part in which table: a list of {@code COLUMN}, for every table, and {@code TABLES:COLUMN}, for those
 * whose {@code SCHEMA.TABLE} the regular expression matches whole, in either case. The first that fits counts, with all
 * further ones for the same tables.
 */
public final class ColumnRules {

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(@Nullable Pattern tables, String column) {

        boolean isFor(TableId table) {
            return tables == null || tables.matcher(table.toString()).matches();
        }

        /** Returns the expression; empty for every table. */
        String scope() {
            return tables == null ? "" : tables.pattern();
        }
    }

    /**
     * Takes the list.
     *
     * @throws java.util.regex.PatternSyntaxException if an expression is none
     */
    public ColumnRules(List<String> entries) {
        for (String entry : entries) {
            int colon = entry.lastIndexOf(':');
            rules.add(new Rule(
                    colon < 0 ? null : Pattern.compile(entry.substring(0, colon).strip(), Pattern.CASE_INSENSITIVE),
                    entry.substring(colon + 1).strip()));
        }
    }

    /** Returns the columns of {@code table} in their order; none where no rule is for it. */
    public List<String> columns(TableId table) {
        for (Rule rule : rules) {
            if (rule.isFor(table)) {
                return rules.stream()
                        .filter(other -> other.scope().equals(rule.scope()))
                        .map(Rule::column)
                        .toList();
            }
        }
        return List.of();
    }

    /** Returns the expressions that match none of {@code tables}. */
    public List<String> withoutMatch(Collection<TableId> tables) {
        return rules.stream()
                .filter(rule -> rule.tables() != null && tables.stream().noneMatch(rule::isFor))
                .map(Rule::scope)
                .distinct()
                .toList();
    }
}
