package io.odsconnect.redis.config;

import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.redis.connection.Rights;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.mapping.DeleteMarkers;
import io.odsconnect.redis.store.IndexType;
import io.odsconnect.redis.store.WriteRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * The rights that a configuration needs, as commands that change nothing. Those that only some rows need (expiry, fields
 * that go) are left out, and so is SADD, which has no form without effect.
 */
final class NeededRights {

    /** Columns of keys often hold one of these; a server's pattern such as {@code card:4*} allows some. */
    private static final List<String> VALUES = Stream.of(
                    Stream.of("00000000-0000-0000-0000-000000000000"),
                    IntStream.rangeClosed('0', '9')
                            .mapToObj(digit -> Character.toString(digit).repeat(16)),
                    IntStream.rangeClosed('A', 'Z').mapToObj(Character::toString),
                    IntStream.rangeClosed('a', 'z').mapToObj(Character::toString))
            .flatMap(Function.identity())
            .toList();

    /** Stands for a field of a template: no key has it. */
    private static final String FIELD = "\0";

    private final AbstractConfig config;
    private final WriteRules rules;
    private final String nowhere = "odsconnect:" + UUID.randomUUID();

    private NeededRights(AbstractConfig config, WriteRules rules) {
        this.config = config;
        this.rules = rules;
    }

    static Rights of(AbstractConfig config, WriteRules rules, SinkMode mode) {
        NeededRights needed = new NeededRights(config, rules);
        List<List<String>> commands = new ArrayList<>();
        if (mode != SinkMode.APPLY) {
            commands.addAll(needed.toCompare());
        }
        if (mode == SinkMode.COMPARE) {
            return new Rights(commands, needed.keys(RowOptions.KEY_TEMPLATE, needed::readOf));
        }
        commands.addAll(needed.toWrite());
        List<Rights.Keys> keys = new ArrayList<>(needed.keys(RowOptions.KEY_TEMPLATE, needed::writeOf));
        if (rules.positionGuard()) {
            keys.addAll(needed.keys(
                    RowOptions.KEY_TEMPLATE,
                    key -> List.of(
                            "SETRANGE",
                            new String(DeleteMarkers.of(key.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8),
                            "0",
                            "")));
        }
        if (rules.indexType() != IndexType.NONE) {
            keys.addAll(needed.keys(RowOptions.INDEX_TEMPLATE, needed::removalFrom));
        }
        return new Rights(commands, keys);
    }

    private List<List<String>> toCompare() {
        List<List<String>> commands = new ArrayList<>(List.of(
                readOf(nowhere),
                List.of("GET", nowhere),
                List.of("PTTL", nowhere),
                List.of("SCAN", "0", "COUNT", "1")));
        if (rules.indexType() != IndexType.NONE) {
            commands.add(List.of(rules.indexType() == IndexType.ZSET ? "ZSCORE" : "SISMEMBER", nowhere, "m"));
        }
        return commands;
    }

    private List<List<String>> toWrite() {
        boolean hash = rules.valueType() == ValueType.HASH;
        List<List<String>> commands = new ArrayList<>(List.of(writeOf(nowhere), List.of("DEL", nowhere)));
        if (hash) {
            commands.add(List.of("HLEN", nowhere));
        }
        if (rules.positionGuard()) {
            if (hash) {
                commands.add(List.of("HGET", nowhere, "f"));
            } else if (rules.valueType() == ValueType.STRING) {
                commands.add(List.of("GETRANGE", nowhere, "0", "0"));
            }
            commands.add(List.of("MGET", nowhere));
            commands.add(List.of("SET", nowhere, "", "NONSENSE"));
            commands.add(List.of("SETRANGE", nowhere, "0", ""));
        }
        if (rules.indexType() == IndexType.ZSET) {
            commands.add(List.of("ZADD", nowhere, "XX", "0", "m"));
        }
        if (rules.indexType() != IndexType.NONE) {
            commands.add(removalFrom(nowhere));
        }
        if (rules.needsScript()) {
            commands.add(List.of("EVALSHA", "0".repeat(40), "0"));
        } else {
            // An empty transaction. One that is begun and may not be ended is over when the connection is closed.
            commands.add(List.of("MULTI"));
            commands.add(List.of("EXEC"));
        }
        return commands;
    }

    /** A field without a value, an option that there is not, or a path in a document that is not there. */
    private List<String> writeOf(String key) {
        return switch (rules.valueType()) {
            case HASH -> List.of("HSET", key, "f", "v", "g");
            case STRING -> List.of("SET", key, "", "NONSENSE");
            case JSON -> List.of("JSON.SET", key, "$.odsconnect.nowhere", "no JSON");
        };
    }

    private List<String> readOf(String key) {
        return switch (rules.valueType()) {
            case HASH -> List.of("HGETALL", key);
            case STRING -> List.of("GET", key);
            case JSON -> List.of("JSON.GET", key);
        };
    }

    /** No index has an entry of this name. */
    private List<String> removalFrom(String index) {
        return List.of(rules.indexType() == IndexType.ZSET ? "ZREM" : "SREM", index, nowhere);
    }

    private List<Rights.Keys> keys(String option, Function<String, List<String>> command) {
        List<Rights.Keys> keys = new ArrayList<>();
        templates(option).forEach((topic, template) -> {
            if (template.shape(topic, UnaryOperator.identity(), FIELD).startsWith(FIELD)) {
                // The server's patterns then begin with values, of which none is known here.
                return;
            }
            Function<String, String> key = value -> template.shape(topic, UnaryOperator.identity(), value);
            keys.add(new Rights.Keys(
                    option,
                    command.apply(key.apply("...")).get(1),
                    VALUES.stream().map(key.andThen(command)).toList()));
        });
        return keys;
    }

    /** Returns a template for each topic that is known: by its name, or as the option names it. */
    private Map<String, Template> templates(String option) {
        TopicTemplates templates = TopicTemplates.of(config, option);
        Map<String, Template> known = new LinkedHashMap<>();
        Stream.concat(TopicTemplates.topics(config).stream(), templates.named().stream())
                .forEach(topic -> templates.forTopic(topic).ifPresent(template -> known.put(topic, template)));
        return known;
    }
}
