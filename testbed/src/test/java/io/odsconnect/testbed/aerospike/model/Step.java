package io.odsconnect.testbed.aerospike.model;

import com.aerospike.client.Bin;
import com.aerospike.client.Operation;
import com.aerospike.client.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of a write, for the server and for the model. */
sealed interface Step {

    /** Returns it for the server. */
    Operation operation();

    /** Does it to the bins; returns false if their type forbids it. */
    boolean apply(Map<String, Object> bins);

    /** Says whether a write that replaces the record may have it. */
    default boolean fitsReplace() {
        return false;
    }

    /** Sets a bin, or removes it if the value is null. */
    record Put(String bin, @Nullable Object value) implements Step {
        @Override
        public Operation operation() {
            return Operation.put(new Bin(bin, value == null ? Value.getAsNull() : Value.get(value)));
        }

        @Override
        public boolean apply(Map<String, Object> bins) {
            if (value == null) {
                bins.remove(bin);
            } else {
                bins.put(bin, value);
            }
            return true;
        }

        @Override
        public boolean fitsReplace() {
            return value != null;
        }
    }

    /** Adds to a number. */
    record Add(String bin, Number value) implements Step {
        @Override
        public Operation operation() {
            return Operation.add(new Bin(bin, Value.get(value)));
        }

        @Override
        public boolean apply(Map<String, Object> bins) {
            Object old = bins.get(bin);
            if (old == null) {
                bins.put(bin, value);
            } else if (old instanceof Long a && value instanceof Long b) {
                bins.put(bin, a + b);
            } else if (old instanceof Double a && value instanceof Double b) {
                bins.put(bin, a + b);
            } else {
                return false;
            }
            return true;
        }
    }

    /** Adds to a text, at its end or before its start. */
    record Join(String bin, String value, boolean atEnd) implements Step {
        @Override
        public Operation operation() {
            Bin joined = new Bin(bin, value);
            return atEnd ? Operation.append(joined) : Operation.prepend(joined);
        }

        @Override
        public boolean apply(Map<String, Object> bins) {
            Object old = bins.getOrDefault(bin, "");
            if (!(old instanceof String text)) {
                return false;
            }
            bins.put(bin, atEnd ? text + value : value + text);
            return true;
        }
    }

    /** Removes all bins. */
    record Clear() implements Step {
        @Override
        public Operation operation() {
            return Operation.delete();
        }

        @Override
        public boolean apply(Map<String, Object> bins) {
            bins.clear();
            return true;
        }
    }

    /** Only counts as a write, to a record that is there. */
    record Touch() implements Step {
        @Override
        public Operation operation() {
            return Operation.touch();
        }

        @Override
        public boolean apply(Map<String, Object> bins) {
            return true;
        }
    }
}
