package io.odsconnect.db2.signal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;

/**
 * Reads signals as Debezium writes them.
 *
 * <p>Source: <a href="https://debezium.io/documentation/reference/stable/configuration/signalling.html">Debezium,
 * signals</a>.
 */
public final class SignalParser {

    private static final String COLLECTIONS = "data-collections";
    private static final String CONDITIONS = "additional-conditions";
    private static final String CONDITION = "additional-condition";
    private static final String TYPE = "type";

    /** The worker's own JSON; without schemas it gives maps, lists, strings and numbers. */
    private final JsonConverter json = new JsonConverter();

    /** Prepares. */
    public SignalParser() {
        json.configure(Map.of("schemas.enable", false), false);
    }

    /**
     * Reads a message of the signal topic.
     *
     * @param value the message: {@code {"id": …, "type": …, "data": {…}}}
     * @param id what stands for the id where the message has none
     * @throws MalformedSignalException if it is no signal
     */
    public Signal message(@Nullable String value, String id) throws MalformedSignalException {
        Map<?, ?> message = object(value, id, "the message");
        String own = message.get("id") == null ? id : String.valueOf(message.get("id"));
        Object data = message.get("data");
        Map<?, ?> fields = data instanceof String text ? object(text, own, "data") : map(data, own);
        return signal(own, String.valueOf(message.get("type")), fields);
    }

    /**
     * Reads a row of the signal table.
     *
     * @param id its id
     * @param type its type
     * @param data its data in JSON; null for none
     * @throws MalformedSignalException if it is no signal
     */
    public Signal row(String id, String type, @Nullable String data) throws MalformedSignalException {
        return signal(id, type, data == null || data.isBlank() ? Map.of() : object(data, id, "data"));
    }

    private Map<?, ?> object(@Nullable String text, String id, String where) throws MalformedSignalException {
        if (text == null) {
            throw new MalformedSignalException(id, where + " is empty");
        }
        try {
            return map(
                    json.toConnectData("signals", text.getBytes(StandardCharsets.UTF_8))
                            .value(),
                    id);
        } catch (DataException e) {
            throw new MalformedSignalException(id, where + " is no JSON");
        }
    }

    private static Map<?, ?> map(@Nullable Object value, String id) throws MalformedSignalException {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new MalformedSignalException(id, "data is no JSON object");
    }

    private static Signal signal(String id, String code, Map<?, ?> data) throws MalformedSignalException {
        for (Signal.Type type : Signal.Type.values()) {
            if (type.code().equals(code)) {
                List<Pattern> tables = new ArrayList<>();
                for (Object name : list(data, COLLECTIONS, id)) {
                    tables.add(pattern(name, COLLECTIONS, id));
                }
                if (type == Signal.Type.EXECUTE_SNAPSHOT && tables.isEmpty()) {
                    throw new MalformedSignalException(
                            id, "type " + code + " needs " + COLLECTIONS + ", a list of SCHEMA.TABLE");
                }
                return new Signal(id, type, purpose(data, id, type), tables, conditions(data, id));
            }
        }
        throw new MalformedSignalException(
                id, "its type is none of execute-snapshot, stop-snapshot, pause-snapshot and resume-snapshot");
    }

    private static Signal.Purpose purpose(Map<?, ?> data, String id, Signal.Type type) throws MalformedSignalException {
        if (data.get(TYPE) == null) {
            return Signal.Purpose.ANY;
        }
        String purpose = String.valueOf(data.get(TYPE)).strip().toLowerCase(Locale.ROOT);
        if (purpose.equals("incremental") || purpose.equals("blocking")) {
            return Signal.Purpose.LOAD;
        }
        if (!purpose.equals("compare")) {
            throw new MalformedSignalException(id, "data.type is none of incremental, blocking and compare");
        }
        if (type == Signal.Type.PAUSE_SNAPSHOT || type == Signal.Type.RESUME_SNAPSHOT) {
            throw new MalformedSignalException(
                    id, type.code() + " concerns loads and compare runs alike: leave data.type out");
        }
        return Signal.Purpose.COMPARE;
    }

    private static List<Signal.Condition> conditions(Map<?, ?> data, String id) throws MalformedSignalException {
        List<Signal.Condition> conditions = new ArrayList<>();
        for (Object entry : list(data, CONDITIONS, id)) {
            if (!(entry instanceof Map<?, ?> condition) || !(condition.get("filter") instanceof String filter)) {
                throw new MalformedSignalException(id, CONDITIONS + " has an entry without data-collection and filter");
            }
            conditions.add(new Signal.Condition(
                    pattern(condition.get("data-collection"), CONDITIONS + ".data-collection", id), filter.strip()));
        }
        if (data.get(CONDITION) instanceof String filter && !filter.isBlank()) {
            conditions.add(new Signal.Condition(Pattern.compile(".*"), filter.strip()));
        }
        return conditions;
    }

    private static List<?> list(Map<?, ?> data, String field, String id) throws MalformedSignalException {
        Object value = data.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new MalformedSignalException(id, field + " is no list");
    }

    private static Pattern pattern(@Nullable Object value, String field, String id) throws MalformedSignalException {
        if (!(value instanceof String text) || text.isBlank()) {
            throw new MalformedSignalException(id, field + " has an entry that is no name of a table");
        }
        try {
            return Pattern.compile(text.strip(), Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new MalformedSignalException(id, field + " has an entry that is no regular expression");
        }
    }
}
