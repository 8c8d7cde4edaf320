package io.odsconnect.db2.plan;

import io.odsconnect.db2.config.CaptureOptions;
import io.odsconnect.db2.config.ConnectionOptions;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.QueryOptions;
import io.odsconnect.db2.config.ReadOptions;
import io.odsconnect.db2.config.TableOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Options that do nothing here but look as if the user meant one that does: misspelt ones, and what other connectors for
 * Db2 call the same. Everything else that is not known may be the worker's, a converter's or a transform's.
 */
final class UnknownOptions {

    /** The names of Debezium's Db2 connector, old and new, and of Confluent's JDBC source, and what to use here. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("database.server.name", TableOptions.TOPIC_PREFIX),
            Map.entry("table.whitelist", TableOptions.TABLE_INCLUDE_LIST),
            Map.entry("table.blacklist", TableOptions.TABLE_EXCLUDE_LIST),
            Map.entry("column.blacklist", TableOptions.COLUMN_EXCLUDE_LIST),
            Map.entry("database.cdcschema", ReadOptions.CAPTURE_SCHEMA),
            Map.entry("cdc.control.schema", ReadOptions.CAPTURE_SCHEMA),
            Map.entry(
                    "connection.url",
                    ConnectionOptions.HOSTNAME + ", " + ConnectionOptions.PORT + " and " + ConnectionOptions.DBNAME),
            Map.entry("connection.user", ConnectionOptions.USER),
            Map.entry("connection.password", ConnectionOptions.PASSWORD),
            Map.entry("connection.attempts", ConnectionOptions.ERRORS_MAX_RETRIES),
            Map.entry(
                    "mode",
                    QueryOptions.CAPTURE_MODE + "=query with " + QueryOptions.TIMESTAMP_COLUMN_NAME + " or "
                            + QueryOptions.INCREMENTING_COLUMN_NAME),
            Map.entry("timestamp.delay.interval.ms", QueryOptions.QUERY_LOOKBACK_MS),
            Map.entry("timestamp.columns.mapping", QueryOptions.TIMESTAMP_COLUMN_NAME),
            Map.entry("incrementing.column.mapping", QueryOptions.INCREMENTING_COLUMN_NAME),
            Map.entry("db.timezone", ConnectionOptions.TIME_ZONE),
            Map.entry("batch.max.rows", ReadOptions.MAX_BATCH_SIZE),
            Map.entry("transaction.topic", CaptureOptions.TOPIC_TRANSACTION));

    /** How many letters may be wrong in a name that is taken for a misspelt one. */
    private static final int WRONG_LETTERS = 2;

    private UnknownOptions() {}

    /** Returns a problem for each such option, whose own name it carries. */
    static List<Problem> in(Set<String> names) {
        List<Problem> problems = new ArrayList<>();
        Set<String> known = Db2SourceConfig.CONFIG_DEF.names();
        for (String name : new TreeSet<>(names)) {
            if (known.contains(name)) {
                continue;
            }
            @Nullable String meant = ELSEWHERE.get(name);
            if (meant == null) {
                meant = known.stream()
                        .filter(option -> isMisspelt(name, option))
                        .findFirst()
                        .orElse(null);
            }
            if (meant != null) {
                problems.add(new Problem(name, "This connector has no such option. Use " + meant + "."));
            }
        }
        return problems;
    }

    private static boolean isMisspelt(String name, String option) {
        return Math.abs(name.length() - option.length()) <= WRONG_LETTERS && distance(name, option) <= WRONG_LETTERS;
    }

    /** Returns how many letters have to be put in, taken out or changed to make one of the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
