package io.odsconnect.db2.event;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A source offset that is written out only when the worker commits it: of thousands of records in a batch, only the last
 * one's is.
 */
public final class OffsetMap extends AbstractMap<String, Object> {

    private final Supplier<Map<String, Object>> entries;

    /** Takes what writes the offset out; what it uses must not change any more. */
    public OffsetMap(Supplier<Map<String, Object>> entries) {
        this.entries = entries;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return entries.get().entrySet();
    }

    /** Returns the names only: the values may be a row's key, and records end up in logs. */
    @Override
    public String toString() {
        return "offset" + keySet();
    }
}
