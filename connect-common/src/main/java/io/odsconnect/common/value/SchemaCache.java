package io.odsconnect.common.value;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;

/**
 * Keeps what was compiled for a schema, for the schemas used last.
 *
 * <p>Converters hand out the same schema object for most records, so the object itself is looked at first; comparing
 * schemas by their content is slow. Not safe for use by several threads.
 *
 * @param <T> what is compiled from a schema
 */
public final class SchemaCache<T> {

    private static final int CAPACITY = 1000;

    private final Function<Schema, T> compiler;
    private final IdentityHashMap<Schema, T> byObject = new IdentityHashMap<>();
    private final Map<Schema, T> byContent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Schema, T> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Makes an empty cache of what {@code compiler} gives for a schema. */
    public SchemaCache(Function<Schema, T> compiler) {
        this.compiler = compiler;
    }

    /** Returns what was compiled for {@code schema}, now or before. */
    public T get(Schema schema) {
        T found = byObject.get(schema);
        return found != null ? found : remember(schema);
    }

    private T remember(Schema schema) {
        T compiled = byContent.get(schema);
        if (compiled == null) {
            compiled = compiler.apply(schema);
            byContent.put(schema, compiled);
        }
        if (byObject.size() >= CAPACITY) {
            // A converter that makes a schema a record would fill this map; it is rebuilt from the other one.
            byObject.clear();
        }
        byObject.put(schema, compiled);
        return compiled;
    }
}
