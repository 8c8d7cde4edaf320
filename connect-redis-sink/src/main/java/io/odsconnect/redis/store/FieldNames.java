package io.odsconnect.redis.store;

import java.util.Arrays;

/**
 * Tells hashes that have the same fields. Rows of one table mostly have, and their encoder gives them the very same
 * names, which is cheaper to see than what is in them. Safe for use by several threads.
 */
final class FieldNames {

    private volatile Known last = new Known(new byte[0][], 0);

    /** Fields in every other place, as they stand in rows, and a number of them. */
    private static final class Known {

        private final byte[][] fieldsAndValues;
        private final long number;

        Known(byte[][] fieldsAndValues, long number) {
            this.fieldsAndValues = fieldsAndValues;
            this.number = number;
        }

        boolean hasFieldsOf(byte[][] others) {
            if (others.length != fieldsAndValues.length) {
                return false;
            }
            for (int i = 0; i < others.length; i += 2) {
                if (others[i] != fieldsAndValues[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Returns a number that is the same for rows of the same fields, and most likely another for any others. */
    long numberOf(byte[][] fieldsAndValues) {
        Known known = last;
        if (!known.hasFieldsOf(fieldsAndValues)) {
            byte[][] names = new byte[fieldsAndValues.length][];
            long number = names.length;
            for (int i = 0; i < names.length; i += 2) {
                names[i] = fieldsAndValues[i];
                number = 0x9E37_79B9_7F4A_7C15L * (number + Arrays.hashCode(names[i]));
            }
            known = new Known(names, number);
            last = known;
        }
        return known.number;
    }
}
