package io.odsconnect.common.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds options that do nothing but look as if the user meant one that does: misspelt ones, and those of other
 * connectors. A worker passes them without a word. What is like nothing known is left alone: it may be meant for a
 * converter, a transform, or the tool that made the configuration.
 */
public final class UnknownOptions {

    /** The shorter first: of names that are as like, it is the one that most configurations have. */
    private static final Comparator<String> SHORT_FIRST =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final Set<String> known = new TreeSet<>(SHORT_FIRST);
    private final Set<String> prefixes = new TreeSet<>(SHORT_FIRST);
    private final List<String> own = new ArrayList<>();
    private final Map<String, String> elsewhere = new LinkedHashMap<>();

    private UnknownOptions() {}

    /** Begins with what a worker itself reads of a connector's configuration, of a source's or a sink's. */
    public static UnknownOptions besideThoseOfTheWorker() {
        return beside(WorkerOptions.ofAny());
    }

    /** Begins with what a worker itself reads of a source connector's configuration. */
    public static UnknownOptions besideThoseOfTheWorkerForSources() {
        return beside(WorkerOptions.ofSource());
    }

    private static UnknownOptions beside(Set<String> worker) {
        UnknownOptions options = new UnknownOptions();
        options.known.addAll(worker);
        options.prefixes.addAll(WorkerOptions.PREFIXES);
        return options;
    }

    /** Adds the options that a connector defines. */
    public UnknownOptions know(Collection<String> names) {
        known.addAll(names);
        return this;
    }

    /** Adds options behind whose names a dot and anything may stand: a topic, a table, or an option of somebody else. */
    public UnknownOptions knowWithAnythingBehind(Collection<String> names) {
        prefixes.addAll(names);
        return this;
    }

    /** Has all names be options of this connector that begin so, and so be mistakes where it does not define them. */
    public UnknownOptions own(String... beginnings) {
        own.addAll(List.of(beginnings));
        return this;
    }

    /** Adds what other connectors have: the name, or the beginning of names where it ends in a dot, and a sentence. */
    public UnknownOptions elsewhere(Map<String, String> sentences) {
        elsewhere.putAll(sentences);
        return this;
    }

    /** Returns what is wrong with names that are set: each that is, and a sentence on what to write. */
    public Map<String, String> problems(Set<String> names) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (String name : new TreeSet<>(names)) {
            if (!isKnown(name)) {
                meant(name).ifPresent(sentence -> problems.put(name, sentence));
            }
        }
        return problems;
    }

    /**
     * Returns what stands behind the dot in names such as {@code key.template.ods.BANK.CARD}, where the beginning is an
     * option itself: by the name, a topic. What belongs to the worker, such as a predicate, is none.
     */
    public Map<String, String> topicsNamed(Set<String> names) {
        Map<String, String> topics = new LinkedHashMap<>();
        for (String name : new TreeSet<>(names)) {
            prefixes.stream()
                    .filter(prefix -> !WorkerOptions.PREFIXES.contains(prefix))
                    .filter(prefix -> known.contains(prefix) && !known.contains(name) && name.startsWith(prefix + "."))
                    .findFirst()
                    .ifPresent(prefix -> topics.put(name, name.substring(prefix.length() + 1)));
        }
        return topics;
    }

    /** Says whether the worker or the connector has an option of this name. */
    public boolean isKnown(String name) {
        return known.contains(name) || prefixes.stream().anyMatch(prefix -> name.startsWith(prefix + "."));
    }

    /** Returns the name that was probably meant by one that is not known; empty where it is like none. */
    public Optional<String> nameMeant(String name) {
        return nearest(name).or(() -> withBeginningMended(name));
    }

    /** Returns the known name that is most like {@code name}, however unlike; empty where none is known. */
    public Optional<String> mostLike(String name) {
        return Spelling.nearest(name, known);
    }

    private Optional<String> meant(String name) {
        Optional<String> nearest = nameMeant(name);
        String other = elsewhere.get(name);
        if (other == null && nearest.isEmpty()) {
            other = elsewhere.entrySet().stream()
                    .filter(each -> each.getKey().endsWith(".") && name.startsWith(each.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        if (other != null) {
            return Optional.of(other);
        }
        if (nearest.isPresent()) {
            return Optional.of("This connector has no such option. Use " + nearest.get() + ".");
        }
        return own.stream().anyMatch(name::startsWith)
                ? Optional.of("This connector has no such option; its documentation lists all that it has.")
                : Optional.empty();
    }

    /** Returns the known option that differs least, or goes on with one word more, such as {@code ms}. */
    private Optional<String> nearest(String name) {
        return Spelling.meant(name, known)
                .or(() -> known.stream()
                        .filter(option -> option.startsWith(name + ".") && option.indexOf('.', name.length() + 1) < 0)
                        .findFirst());
    }

    /** Returns the name as it should be where only what stands before a topic, or the name of a transform, is misspelt. */
    private Optional<String> withBeginningMended(String name) {
        for (String prefix : prefixes) {
            int end = endOfWords(name, prefix);
            if (end > 0 && Spelling.isMisspelt(name.substring(0, end), prefix)) {
                return Optional.of(prefix + name.substring(end));
            }
        }
        return Optional.empty();
    }

    /** Returns where as many words of a name end as the prefix has; -1 where there are not more. */
    private static int endOfWords(String name, String prefix) {
        long words = prefix.chars().filter(c -> c == '.').count() + 1;
        int end = -1;
        for (long i = 0; i < words; i++) {
            end = name.indexOf('.', end + 1);
            if (end < 0) {
                return -1;
            }
        }
        return end;
    }
}
