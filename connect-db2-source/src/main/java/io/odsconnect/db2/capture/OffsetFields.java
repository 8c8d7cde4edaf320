package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the offsets of a stream hold besides its position. It is the same for many records, so it is kept. */
final class OffsetFields {

    private final Map<TableId, StreamedTable> tables;
    private final Supplier<Map<String, Object>> others;
    private int restored;
    private @Nullable Map<String, Object> known;
    private @Nullable Map<String, Object> knownOthers;

    /**
     * Takes what they are made of.
     *
     * @param tables the stream's tables, as they are at any time
     * @param others what the listener adds; another map where that has changed
     * @param restored how often the database was restored to before what was read
     */
    OffsetFields(Map<TableId, StreamedTable> tables, Supplier<Map<String, Object>> others, int restored) {
        this.tables = tables;
        this.others = others;
        this.restored = restored;
    }

    /** Says that the tables, or what is known of them, have changed. */
    void changed() {
        known = null;
    }

    /** Returns how often the database was restored to before what was read. */
    int restored() {
        return restored;
    }

    void restored(int times) {
        restored = times;
        changed();
    }

    /** Returns the fields, in a map that does not change any more. */
    Map<String, Object> get() {
        Map<String, Object> added = others.get();
        Map<String, Object> fields = known;
        if (fields == null || added != knownOthers) {
            Set<TableId> covered = new HashSet<>();
            Map<TableId, StreamPosition> ahead = new HashMap<>();
            tables.forEach((id, table) -> {
                if (table.covered()) {
                    covered.add(id);
                }
                StreamPosition further = table.ahead();
                if (further != null) {
                    ahead.put(id, further);
                }
            });
            fields = StreamOffset.fields(covered, ahead);
            fields.putAll(added);
            if (restored > 0) {
                fields.put(StreamOffset.RESTORED, restored);
            }
            known = fields;
            knownOthers = added;
        }
        return fields;
    }
}
