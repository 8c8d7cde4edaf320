package io.odsconnect.common.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * The options of a plugin as Markdown, for its page in the documentation. There it stands between two marks, and a
 * test holds the page against {@link #in}, so that page and ConfigDef cannot drift apart:
 *
 * <pre>{@code
 * assertThat(page).isEqualTo(OptionTable.of(config).in(page));
 * }</pre>
 */
public final class OptionTable {

    /** Stands on the line before the table. */
    public static final String BEGIN = "<!-- options: generated, see OptionTable -->";
    /** Stands on the line after the table. */
    public static final String END = "<!-- end of options -->";

    private final ConfigDef config;

    private OptionTable(ConfigDef config) {
        this.config = config;
    }

    /** Returns the table of a definition; options that it keeps internal are left out. */
    public static OptionTable of(ConfigDef config) {
        return new OptionTable(config);
    }

    /** Returns the table: a heading and a table a group, in the order in which the groups were defined. */
    public String markdown() {
        StringBuilder out = new StringBuilder();
        groups().forEach((group, keys) -> {
            if (!group.isEmpty()) {
                out.append("\n### ").append(group).append('\n');
            }
            out.append(
                    "\n| Option | Type | Default | Valid | Importance | What it does |\n|---|---|---|---|---|---|\n");
            for (ConfigKey key : keys) {
                append(out, key);
            }
        });
        return out.toString();
    }

    /**
     * Returns the page with this table between its marks.
     *
     * @throws IllegalArgumentException if the page lacks a mark
     */
    public String in(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("The page lacks the lines '" + BEGIN + "' and '" + END + "'");
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + markdown() + "\n" + page.substring(end);
    }

    private Map<String, List<ConfigKey>> groups() {
        Map<String, List<ConfigKey>> groups = new LinkedHashMap<>();
        for (ConfigKey key : config.configKeys().values()) {
            if (!key.internalConfig) {
                groups.computeIfAbsent(key.group == null ? "" : key.group, group -> new ArrayList<>())
                        .add(key);
            }
        }
        groups.values().forEach(keys -> keys.sort(Comparator.comparingInt(key -> key.orderInGroup)));
        return groups;
    }

    private static void append(StringBuilder out, ConfigKey key) {
        out.append("| `").append(key.name).append("` | ");
        out.append(key.type.toString().toLowerCase(Locale.ROOT)).append(" | ");
        out.append(defaultText(key)).append(" | ");
        out.append(key.validator == null ? "" : cell(key.validator.toString())).append(" | ");
        out.append(key.importance.toString().toLowerCase(Locale.ROOT)).append(" | ");
        out.append(cell(key.documentation)).append(" |\n");
    }

    private static String defaultText(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        Object value = ConfigDef.convertToString(key.defaultValue, key.type);
        return value == null || value.toString().isEmpty() ? "none" : "`" + cell(value.toString()) + "`";
    }

    private static String cell(@Nullable String text) {
        return text == null ? "" : text.replace("|", "\\|").replace("\n", " ");
    }
}
