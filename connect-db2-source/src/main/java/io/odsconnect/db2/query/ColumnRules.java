package io.odsconnect.db2.query;

import io.odsconnect.db2.table.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which column plays a part in which table: a list of {@code COLUMN}, for every table, and {@code TABLES:COLUMN}, for those
 * whose {@code SCHEMA.TABLE} the regular expression matches whole, in either case. The first that fits counts.
 */
public final class ColumnRules {

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(@Nullable Pattern tables, String column) {}

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

    /** Returns the column of {@code table}, or null. */
    public @Nullable String column(TableId table) {
        for (Rule rule : rules) {
            if (rule.tables() == null || rule.tables().matcher(table.toString()).matches()) {
                return rule.column();
            }
        }
        return null;
    }
}
