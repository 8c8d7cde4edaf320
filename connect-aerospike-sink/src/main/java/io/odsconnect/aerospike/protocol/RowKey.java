package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Key;
import com.aerospike.client.Value;
import org.jspecify.annotations.Nullable;

/**
 * Where a row is, and where its marker is: under the same user key in two sets. It is identified by what it consists of,
 * and the keys are made when they are first asked for, since their digests take the client more time than anything else
 * in a write: a change that a later one supersedes needs none, and many a write no marker. For one thread at a time.
 */
public final class RowKey {

    /** The bin of a marker that holds the digest of its row's key, where user keys are not stored. */
    public static final String BIN = "__row";

    private final String namespace;
    private final RowSet set;
    private final Value userKey;
    private @Nullable Key row;
    private @Nullable Key marker;
    private boolean hasMarker = true;

    /** Names a row in a set of a namespace. */
    public RowKey(String namespace, RowSet set, Value userKey) {
        this.namespace = namespace;
        this.set = set;
        this.userKey = userKey;
    }

    /** Names a row of which only the digest is known, so that its marker cannot be found. */
    public static RowKey ofDigest(Key row) {
        RowKey key = new RowKey(row.namespace, new RowSet(row.setName, ""), Value.get(row.digest));
        key.row = row;
        key.hasMarker = false;
        return key;
    }

    /** Returns whether the key of the marker is known. */
    boolean hasMarker() {
        return hasMarker;
    }

    /** Returns where the row is, for a message: never the user key, which may be a card number. */
    @Override
    public String toString() {
        return namespace + "." + set.name();
    }

    /** Returns the user key of both. */
    public Value userKey() {
        return userKey;
    }

    /** Returns the key of the row's record. */
    public Key row() {
        Key made = row;
        if (made == null) {
            made = new Key(namespace, set.name(), userKey);
            row = made;
        }
        return made;
    }

    /** Returns the key of the row's marker. */
    public Key marker() {
        Key made = marker;
        if (made == null) {
            made = new Key(namespace, set.markers(), userKey);
            marker = made;
        }
        return made;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowKey that
                && userKey.equals(that.userKey)
                && set.equals(that.set)
                && namespace.equals(that.namespace);
    }

    @Override
    public int hashCode() {
        return (userKey.hashCode() * 31 + set.name().hashCode()) * 31 + namespace.hashCode();
    }
}
