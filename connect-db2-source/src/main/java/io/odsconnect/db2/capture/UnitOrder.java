package io.odsconnect.db2.capture;

import java.util.HashMap;
import java.util.Map;

/**
 * How many events of the open unit of work were told, for {@code provide.transaction.metadata}.
 *
 * @param total over all tables
 * @param byTable for each table that had any, by {@code SCHEMA.TABLE}
 */
public record UnitOrder(long total, Map<String, Long> byTable) {

    /** Nothing was told yet. */
    public static final UnitOrder NONE = new UnitOrder(0, Map.of());

    private static final String BY_TABLE = "transaction_data_collection_order_";

    /** Copies the map. */
    public UnitOrder {
        byTable = Map.copyOf(byTable);
    }

    /** Returns the order after one more event of {@code table}. */
    UnitOrder plus(String table) {
        Map<String, Long> more = new HashMap<>(byTable);
        more.merge(table, 1L, Long::sum);
        return new UnitOrder(total + 1, more);
    }

    /** Returns how many events of {@code table} were told. */
    long of(String table) {
        return byTable.getOrDefault(table, 0L);
    }

    /** Adds this to a source offset, in Debezium's form. */
    void addTo(Map<String, Object> offset) {
        byTable.forEach((table, count) -> offset.put(BY_TABLE + table, count));
    }

    /** Says whether a field of a source offset belongs here. */
    public static boolean isField(String name) {
        return name.startsWith(BY_TABLE);
    }

    /** Reads what {@link #addTo} wrote. */
    public static UnitOrder ofOffset(Map<String, ?> offset) {
        Map<String, Long> byTable = new HashMap<>();
        offset.forEach((name, value) -> {
            if (isField(name) && value instanceof Number count) {
                byTable.put(name.substring(BY_TABLE.length()), count.longValue());
            }
        });
        return new UnitOrder(byTable.values().stream().mapToLong(count -> count).sum(), byTable);
    }
}
