package io.odsconnect.redis.store;

import io.odsconnect.common.sink.KnownRows;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.encoding.ValueType;

/** Writes without the position rule: whatever comes replaces what is there, as {@link Replacement} says. */
final class PlainWriter implements WriteStrategy {

    private final ValueType type;
    private final KnownRows known = new KnownRows();
    private final FieldNames names = new FieldNames();

    /** Sets what a row is. */
    PlainWriter(ValueType type) {
        this.type = type;
    }

    @Override
    public Step step(Call call) {
        return new Replacement(call, type, known.session(), names);
    }

    @Override
    public void forgetRows() {
        known.forgetAll();
    }
}
