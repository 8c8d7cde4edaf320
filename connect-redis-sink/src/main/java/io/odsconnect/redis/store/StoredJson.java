package io.odsconnect.redis.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.mapping.RedisWrite;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * Rows as JSON, in strings or in documents of RedisJSON: compared member by member. In a string a number has to have the very
 * digits that would be written; RedisJSON keeps numbers in a form of its own, so there it has to be the same number.
 */
final class StoredJson implements StoredForm {

    private static final byte[] JSON_GET = StoredForm.bytes("JSON.GET");

    private final WriteRules rules;
    private final boolean isDocument;
    private final String head;

    StoredJson(WriteRules rules) {
        this.rules = rules;
        this.isDocument = rules.valueType() == ValueType.JSON;
        this.head = "{" + new JsonPrimitive(rules.positionField()) + ":";
    }

    @Override
    public ReadStep read(byte[] key) {
        return isDocument ? new ReadStep(() -> JSON_GET, key) : new ReadStep(Command.GET, key);
    }

    @Override
    public ReadStep readPosition(byte[] key) {
        return isDocument
                ? new ReadStep(
                        () -> JSON_GET, key, StoredForm.bytes("$[" + new JsonPrimitive(rules.positionField()) + "]"))
                : new ReadStep(
                        Command.GETRANGE,
                        key,
                        StoredForm.bytes("0"),
                        StoredForm.bytes(Integer.toString(head.length() + 20)));
    }

    @Override
    public @Nullable Long positionOf(ReadStep position) {
        String text = position.text();
        if (text == null) {
            return null;
        }
        if (isDocument) {
            return text.length() < 2 ? null : StoredForm.position(text.substring(1, text.length() - 1));
        }
        if (!text.startsWith(head)) {
            return null;
        }
        int end = head.length();
        while (end < text.length() && (text.charAt(end) == '-' || Character.isDigit(text.charAt(end)))) {
            end++;
        }
        return StoredForm.position(text.substring(head.length(), end));
    }

    @Override
    public @Nullable Stored stored(ReadStep row) {
        String text = row.text();
        if (text == null) {
            return null;
        }
        JsonObject object = object(text);
        if (object == null) {
            return new Stored(null, null, null);
        }
        JsonElement position = object.remove(rules.positionField());
        JsonElement index = rules.indexType() == IndexType.NONE ? null : object.remove(rules.indexField());
        return new Stored(
                position == null ? null : StoredForm.position(position.toString()),
                index == null || !index.isJsonPrimitive() ? null : index.getAsString(),
                object.asMap());
    }

    private static @Nullable JsonObject object(String text) {
        try {
            JsonElement parsed = JsonParser.parseString(text);
            return parsed.isJsonObject() ? parsed.getAsJsonObject() : null;
        } catch (JsonParseException e) {
            return null;
        }
    }

    @Override
    public List<String> differences(Stored stored, RedisWrite write) {
        JsonObject wanted = object(new String(write.value()[0], StandardCharsets.UTF_8));
        if (stored.fields() == null || wanted == null) {
            return List.of(Comparison.FORM);
        }
        Map<String, ?> found = Objects.requireNonNull(stored.fields());
        Set<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(found.keySet());
        names.removeIf(name -> isSame(wanted.get(name), (JsonElement) found.get(name)));
        return List.copyOf(names);
    }

    private boolean isSame(@Nullable JsonElement one, @Nullable JsonElement other) {
        if (one instanceof JsonObject object && other instanceof JsonObject that) {
            return object.keySet().equals(that.keySet())
                    && object.keySet().stream().allMatch(name -> isSame(object.get(name), that.get(name)));
        }
        if (one instanceof JsonArray array && other instanceof JsonArray that) {
            if (array.size() != that.size()) {
                return false;
            }
            for (int i = 0; i < array.size(); i++) {
                if (!isSame(array.get(i), that.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof JsonPrimitive number
                && other instanceof JsonPrimitive that
                && number.isNumber()
                && that.isNumber()) {
            return number.getAsString().equals(that.getAsString())
                    || (isDocument && isSameNumber(number.getAsString(), that.getAsString()));
        }
        // Parsed texts and booleans are equal where they are the same; of a number, nothing else is.
        return Objects.equals(one, other);
    }

    /** RedisJSON keeps a number that is no whole one, or too large, as a double. */
    private static boolean isSameNumber(String one, String other) {
        BigDecimal exact = new BigDecimal(one);
        BigDecimal found = new BigDecimal(other);
        return exact.compareTo(found) == 0
                || (!isWhole(exact) && Double.compare(exact.doubleValue(), found.doubleValue()) == 0);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0 && number.precision() - number.scale() <= 18;
    }
}
