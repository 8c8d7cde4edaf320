package io.odsconnect.redis.mapping;

/**
 * A row's entry in an index. What the index holds is the row's key.
 *
 * @param key the key of the index
 * @param score where the row stands in it, as Redis reads a number; empty where the index is not sorted
 */
public record IndexEntry(String key, String score) {

    /** Tells neither; both may come from a row. */
    @Override
    public String toString() {
        return "an entry in an index";
    }
}
