package io.odsconnect.testbed.aerospike.model;

import com.aerospike.client.exp.Exp;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression for the server, and what it comes to, worked out in Java.
 *
 * @param <T> Boolean, Long, Double or String
 * @param exp for the server
 * @param meaning of the same on a record's bins; null is unknown
 */
record Term<T>(Exp exp, Meaning<T> meaning) {

    /** Gives a value, or null where it is unknown. */
    @FunctionalInterface
    interface Meaning<T> {
        @Nullable
        T of(Map<String, Object> bins);
    }

    /** Turns two values into one, or null where that is unknown. */
    @FunctionalInterface
    interface Pair<A, B, T> {
        @Nullable
        T of(A a, B b);
    }

    /** Returns a meaning that is unknown where one of two is. */
    static <A, B, T> Meaning<T> both(Term<A> a, Term<B> b, Pair<A, B, T> meaning) {
        return bins -> {
            A left = a.meaning().of(bins);
            B right = b.meaning().of(bins);
            return left == null || right == null ? null : meaning.of(left, right);
        };
    }

    /** Returns the meaning of a bin. */
    static <T> Meaning<T> bin(String name, Class<T> type) {
        return bins -> {
            Object value = bins.get(name);
            return type.isInstance(value) ? type.cast(value) : null;
        };
    }
}
