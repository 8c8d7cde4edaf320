package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Key;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row's marker: the row's user key in another set. It is made when it is first asked for, since its digest
 * takes the client more time than anything else in a write, and many a write needs no marker. For one thread at a time.
 */
public final class MarkerKey {

    private final Key row;
    private final String set;
    private @Nullable Key key;

    /**
     * Names the marker of a row.
     *
     * @param row the row's key
     * @param set the set of markers
     */
    public MarkerKey(Key row, String set) {
        this.row = row;
        this.set = set;
    }

    /** Returns the key. */
    Key get() {
        Key made = key;
        if (made == null) {
            made = new Key(row.namespace, set, row.userKey);
            key = made;
        }
        return made;
    }
}
