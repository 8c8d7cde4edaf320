package io.odsconnect.db2.offset;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes source partitions. Connect finds a stored offset by the bytes of its partition's JSON, so the order of a
 * partition's fields must be the same in every JVM, and that in which the worker itself writes them when an operator
 * lists or patches offsets: that of a {@link HashMap} of the usual capacity. {@code Map.of} has another one in each run.
 */
public final class SourcePartition {

    private SourcePartition() {}

    /** Returns a partition with these fields, a name and a value in turn. */
    public static Map<String, String> of(String... namesAndValues) {
        Map<String, String> partition = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            partition.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(partition);
    }
}
