package io.odsconnect.smt.record;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which the delete and the add that a changed key becomes name each other's key, as Debezium and our source
 * write them. What is done to a key has to be done to them too: else they carry past a transform what it hides.
 */
public final class KeyHeaders {

    /** On the delete: the key that the row has afterwards. */
    public static final String NEW_KEY = "__debezium.newkey";
    /** On the add: the key that the row had before. */
    public static final String OLD_KEY = "__debezium.oldkey";

    private static final List<String> NAMES = List.of(NEW_KEY, OLD_KEY);

    private KeyHeaders() {}

    /**
     * Returns the headers with the keys in them edited; the same object where there are none. Others stay as they are, and
     * so does a null.
     *
     * @param edit gets a key with its schema; null takes the header out. A map comes without a schema, as which headers of
     *     structs come back from the worker's default header converter.
     * @throws DataException if {@code edit} throws one; names the header
     */
    public static Headers edit(Headers headers, UnaryOperator<@Nullable SchemaAndValue> edit) {
        if (NAMES.stream().allMatch(name -> headers.lastWithName(name) == null)) {
            return headers;
        }
        Headers edited = new ConnectHeaders();
        for (Header header : headers) {
            SchemaAndValue key = new SchemaAndValue(header.schema(), header.value());
            if (NAMES.contains(header.key()) && key.value() != null) {
                key = edited(header.key(), key, edit);
            }
            if (key != null) {
                edited.add(header.key(), key);
            }
        }
        return edited;
    }

    private static @Nullable SchemaAndValue edited(
            String name, SchemaAndValue key, UnaryOperator<@Nullable SchemaAndValue> edit) {
        try {
            return edit.apply(key.value() instanceof Map ? new SchemaAndValue(null, key.value()) : key);
        } catch (DataException e) {
            throw new DataException("Header " + name + " holds a key that cannot be treated as the key is: "
                    + e.getMessage()
                    + ". Leave the header out at the source (key.change.headers=false), or drop it with"
                    + " Kafka's DropHeaders before this transform");
        }
    }
}
