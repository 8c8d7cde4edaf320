package io.odsconnect.db2.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of the columns that tell a row apart, as {@link io.odsconnect.db2.type.KeyForm} keeps them, for a table in
 * whose events these values are not exact.
 *
 * @param values a text for each column; null where the value is null
 */
record ExactKey(List<@Nullable String> values) {

    /** Copies the list. */
    ExactKey {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** Does not show the values. */
    @Override
    public String toString() {
        return "key of " + values.size() + " columns";
    }
}
