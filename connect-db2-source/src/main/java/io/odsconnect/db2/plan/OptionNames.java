package io.odsconnect.db2.plan;

import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.common.config.Spelling;
import io.odsconnect.common.config.UnknownOptions;
import io.odsconnect.db2.config.CheckOptions;
import io.odsconnect.db2.config.ConnectionOptions;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.LoadOptions;
import io.odsconnect.db2.config.SignalOptions;
import io.odsconnect.db2.connection.Db2Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Options that neither this connector nor the worker has: misspelt ones, and those of other connectors. What they were to do
 * is not done, so the user has to know.
 */
public final class OptionNames {

    private static final Logger LOG = LoggerFactory.getLogger(OptionNames.class);

    private static final UnknownOptions NAMES = UnknownOptions.besideThoseOfTheWorkerForSources()
            .know(Db2SourceConfig.CONFIG_DEF.names())
            .knowWithAnythingBehind(Stream.of(
                            ConnectionOptions.CONNECTION_PROPERTY_PREFIX,
                            LoadOptions.BULK_LOAD_FILTER_PREFIX,
                            SignalOptions.SIGNAL_CONSUMER_PREFIX,
                            AuditOptions.PRODUCER_PREFIX,
                            "odsconnect.")
                    .map(prefix -> prefix.substring(0, prefix.length() - 1))
                    .toList());

    private final Map<String, String> given;
    private final boolean strict;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private OptionNames(Db2SourceConfig config) {
        this.given = new TreeMap<>(config.originalsStrings());
        this.strict = config.refusesUnknownOptions();
        given.forEach(this::look);
        config.address().properties().keySet().forEach(this::property);
    }

    /** Returns a problem for each option that is refused, whose own name it carries, and logs the others. */
    static List<Problem> in(Db2SourceConfig config) {
        OptionNames found = new OptionNames(config);
        found.log();
        return found.problems;
    }

    /** Logs those options that are not refused. */
    public static void warn(Db2SourceConfig config) {
        new OptionNames(config).log();
    }

    private void log() {
        warnings.forEach(warning -> LOG.warn("{}: {}", warning.option(), warning.text()));
    }

    private void look(String option, String value) {
        if (NAMES.isKnown(option)) {
            return;
        }
        Optional<String> meant = NAMES.nameMeant(option);
        Optional<ForeignOptions.Advice> foreign = ForeignOptions.advice(option, value);
        if (foreign.isPresent() && !(meant.isPresent() && isGeneral(option))) {
            note(foreign.get().refused(), option, foreign.get().text());
        } else if (meant.isPresent()) {
            note(true, option, "This connector has no such option. Use " + meant.get() + ".");
        } else {
            note(
                    false,
                    option,
                    "Neither this connector nor the worker has such an option, so it does nothing. The nearest name is "
                            + NAMES.mostLike(option).orElse("none") + ". With "
                            + CheckOptions.UNKNOWN_OPTION_HANDLING_MODE + "=fail it is refused.");
        }
    }

    /** Says whether other connectors hand options of this beginning to the driver, so that it may be a misspelt one of ours. */
    private static boolean isGeneral(String option) {
        return option.startsWith("database.") || option.startsWith("connection.");
    }

    private void property(String name) {
        Set<String> names = Db2Driver.propertyNames();
        // What has an option of its own is a contradiction, which says so.
        boolean own = name.equals("user") || name.equals("password");
        if (!own && !names.isEmpty() && !names.contains(name)) {
            note(
                    true,
                    ConnectionOptions.CONNECTION_PROPERTY_PREFIX + name,
                    "IBM's driver has no property " + name + ". "
                            + Spelling.meant(name, names)
                                    .map(meant -> "Use " + ConnectionOptions.CONNECTION_PROPERTY_PREFIX + meant + ".")
                                    .orElse("See the driver's documentation for its properties."));
        }
    }

    private void note(boolean refused, String option, String text) {
        (refused || strict ? problems : warnings).add(new Problem(option, text));
    }
}
