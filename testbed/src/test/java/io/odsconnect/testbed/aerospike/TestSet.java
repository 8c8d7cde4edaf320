package io.odsconnect.testbed.aerospike;

import com.aerospike.client.Key;
import java.util.UUID;

/** A set that no other test, and no other run, writes to. */
record TestSet(String namespace, String name) {

    static TestSet fresh(String namespace) {
        return new TestSet(
                namespace, "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 16));
    }

    Key key(String key) {
        return new Key(namespace, name, key);
    }

    Key key(long key) {
        return new Key(namespace, name, key);
    }
}
