package io.odsconnect.common.sink;

import io.odsconnect.common.config.UnknownOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Finds mistakes in a connector's configuration that the worker lets pass and every sink suffers from: a reference to a
 * config provider that was not replaced, dead letters that go nowhere, and options of topics that are not read.
 */
final class WorkerMistakes {

    static final String TOLERANCE = "errors.tolerance";
    static final String DEAD_LETTER_TOPIC = "errors.deadletterqueue.topic.name";

    /**
     * As workers know it: provider, path and key. A replacement of a regular expression has no colon, a script's condition
     * has more than a name before it, and a shell's default has a dash behind it.
     */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z][\\w.-]*:(?!-)[^{}]*}");

    private WorkerMistakes() {}

    /** Returns sentences by option; never a value. */
    static Map<String, String> of(Map<String, String> props) {
        Map<String, String> mistakes = new TreeMap<>();
        props.forEach((option, value) -> {
            if (value != null && REFERENCE.matcher(value).find()) {
                mistakes.put(
                        option,
                        "It still holds a ${provider:path:key} that was not replaced: name the provider in config.providers"
                                + " of the worker, and its class in config.providers.<name>.class.");
            }
        });
        String topic = props.getOrDefault(DEAD_LETTER_TOPIC, "");
        if (!topic.isBlank() && !isTolerant(props)) {
            mistakes.put(
                    DEAD_LETTER_TOPIC,
                    "It does nothing while " + TOLERANCE
                            + " is not all, and a bad record fails the task: set that, or leave this out.");
        }
        return mistakes;
    }

    /**
     * Returns the options that hold for one topic, where the connector reads no such topic. Empty where its topics are not
     * known, since a transform may rename them.
     */
    static List<String> ofTopicsNotRead(Map<String, String> props, UnknownOptions options) {
        String topics = props.getOrDefault(SinkTask.TOPICS_CONFIG, "");
        String pattern = props.getOrDefault(SinkTask.TOPICS_REGEX_CONFIG, "");
        if ((topics.isBlank() && pattern.isBlank()) || props.containsKey("transforms")) {
            return List.of();
        }
        Predicate<String> isRead = topics.isBlank() ? matching(pattern) : among(topics);
        return options.topicsNamed(props.keySet()).entrySet().stream()
                .filter(named -> !isRead.test(named.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Says of a topic whether the list has it, or one that continues it after a dot. */
    private static Predicate<String> among(String topics) {
        List<String> read = Stream.of(topics.split(",", -1)).map(String::strip).toList();
        return named -> read.stream().anyMatch(topic -> topic.equals(named) || topic.startsWith(named + "."));
    }

    /** The same of a pattern: with more characters behind the topic, it may match although the topic does not. */
    private static Predicate<String> matching(String pattern) {
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            // The worker reports it.
            return named -> true;
        }
        return named -> {
            Matcher topic = compiled.matcher(named);
            Matcher continued = compiled.matcher(named + ".");
            return topic.matches() || continued.matches() || continued.hitEnd();
        };
    }

    /** Says whether a bad record leaves no more than a line in the log. */
    static boolean dropsBadRecords(Map<String, String> props) {
        return isTolerant(props) && props.getOrDefault(DEAD_LETTER_TOPIC, "").isBlank();
    }

    private static boolean isTolerant(Map<String, String> props) {
        return props.getOrDefault(TOLERANCE, "none").equalsIgnoreCase("all");
    }
}
