package io.odsconnect.smt.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** The transforms of a connector's config, made and run in the way a worker does it. */
final class Chain implements AutoCloseable {

    /** What the config provider of the pages holds, by the name behind the last colon. */
    private static final Map<String, String> SECRETS = Map.of(
            "digest.hmac.key",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "field.keyset",
            "2026-11:AES-256-GCM:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,"
                    + "card-1:FF1:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
            "mask.salt",
            "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=");

    private static final Pattern SECRET = Pattern.compile("\\$\\{.*:([^:}]+)}");

    private record Step(
            Transformation<SinkRecord> transform, @Nullable Predicate<SinkRecord> predicate, boolean negate) {}

    private final List<Step> steps = new ArrayList<>();

    static Chain of(JsonNode config) {
        Map<String, String> options = new HashMap<>();
        config.properties()
                .forEach(each ->
                        options.put(each.getKey(), resolved(each.getValue().textValue())));
        Chain chain = new Chain();
        for (String alias : Objects.requireNonNull(options.get("transforms")).split(",", -1)) {
            if (!alias.isEmpty()) {
                chain.add(options, alias);
            }
        }
        return chain;
    }

    SinkRecord apply(SinkRecord record) {
        SinkRecord current = record;
        for (Step step : steps) {
            if (step.predicate == null || step.predicate.test(current) != step.negate) {
                current = step.transform.apply(current);
            }
        }
        return current;
    }

    @Override
    public void close() {
        steps.forEach(step -> step.transform.close());
    }

    private void add(Map<String, String> options, String alias) {
        Map<String, String> own = below(options, "transforms." + alias + ".");
        String predicate = own.remove("predicate");
        String negate = own.remove("negate");
        Transformation<SinkRecord> transform = make(own);
        check(transform.config(), own);
        transform.configure(own);
        steps.add(new Step(transform, predicate == null ? null : predicate(options, predicate), "true".equals(negate)));
    }

    private static Predicate<SinkRecord> predicate(Map<String, String> options, String alias) {
        Map<String, String> own = below(options, "predicates." + alias + ".");
        Predicate<SinkRecord> predicate = make(own);
        check(predicate.config(), own);
        predicate.configure(own);
        return predicate;
    }

    /** Fails on what the worker's validation would show and on options that do not exist. */
    private static void check(ConfigDef definition, Map<String, String> own) {
        for (ConfigValue value : definition.validate(own)) {
            if (!value.errorMessages().isEmpty()) {
                throw new IllegalArgumentException(value.name() + ": " + value.errorMessages());
            }
        }
        own.keySet().forEach(option -> {
            if (!definition.names().contains(option)) {
                throw new IllegalArgumentException("There is no option " + option);
            }
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T make(Map<String, String> own) {
        try {
            return (T) Class.forName(Objects.requireNonNull(own.remove("type")))
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> below(Map<String, String> options, String prefix) {
        Map<String, String> below = new HashMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), value);
            }
        });
        return below;
    }

    private static String resolved(String value) {
        var secret = SECRET.matcher(value);
        return secret.matches() ? Objects.requireNonNull(SECRETS.get(secret.group(1))) : value;
    }
}
