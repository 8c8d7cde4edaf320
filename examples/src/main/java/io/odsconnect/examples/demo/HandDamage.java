package io.odsconnect.examples.demo;

import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.StoreRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What somebody does to rows of each store past the pipeline, and what a compare run has to find of it. */
final class HandDamage {

    private static final int ALTERED = 3;
    private static final int DELETED = 2;
    private static final int ADDED = 2;
    private static final long NUMBERS_OF_NOBODY = 9_000_000_000L;

    private final Map<String, Map<String, String>> expected = new HashMap<>();
    private final long doneNanos;

    private HandDamage(List<StoreRows> stores, Screen screen) {
        for (StoreRows store : stores) {
            Map<String, String> found = new TreeMap<>();
            // Customers whom nobody else touches while the bank works.
            int customer = Workload.RESERVED_CUSTOMERS;
            for (int i = 0; i < ALTERED; i++) {
                String key = store.alterEmail(customer--, "by hand " + i + "@example.com");
                found.put(key, "different [" + (store.name().equals("Cassandra") ? "email" : "EMAIL") + "]");
            }
            for (int i = 0; i < DELETED; i++) {
                found.put(store.deleteCustomer(customer--), "missing");
            }
            for (int i = 1; i <= ADDED; i++) {
                found.put(store.addCustomer(NUMBERS_OF_NOBODY + i), "extra");
            }
            expected.put(store.name(), found);
            screen.line(
                    "%-10s %d e-mail addresses altered, %d customers deleted, %d added",
                    store.name(), ALTERED, DELETED, ADDED);
        }
        doneNanos = System.nanoTime();
    }

    /** Does it, the same in each store. */
    static HandDamage to(List<StoreRows> stores, Screen screen) {
        return new HandDamage(stores, screen);
    }

    /** Returns keys and outcomes by name of the store, as findings have them. */
    Map<String, Map<String, String>> expected() {
        return expected;
    }

    /** Returns when all was done, by {@link System#nanoTime()}. */
    long doneNanos() {
        return doneNanos;
    }
}
