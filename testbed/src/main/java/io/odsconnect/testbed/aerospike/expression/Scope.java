package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/** What an expression is evaluated on: a record, and the variables defined on the way. */
final class Scope {

    private final Digest digest;
    private final StoredRecord stored;
    private final List<Value> variables = new ArrayList<>(0);

    Scope(Digest digest, StoredRecord stored) {
        this.digest = digest;
        this.stored = stored;
    }

    Digest digest() {
        return digest;
    }

    StoredRecord stored() {
        return stored;
    }

    /** Defines the next variable. */
    void define(Value value) {
        variables.add(value);
    }

    /** Forgets the last {@code count} variables. */
    void forget(int count) {
        variables.subList(variables.size() - count, variables.size()).clear();
    }

    /** Returns a variable by its place, counted from the outermost. */
    Value variable(int place) {
        return variables.get(place);
    }
}
