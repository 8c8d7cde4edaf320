package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Bytes;
import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import io.odsconnect.testbed.aerospike.expression.Value.Whole;
import io.odsconnect.testbed.aerospike.store.ServerClock;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.store.StoredSize;
import io.odsconnect.testbed.aerospike.wire.Utf8;

/**
 * What the server knows of a record beside its bins.
 *
 * @param kind what
 * @param argument the modulus of {@link Kind#DIGEST_MODULO}, else 0
 */
record Metadata(Kind kind, int argument) implements Expression {

    /** In the order of the numbers on the wire, from 64. */
    enum Kind {
        DIGEST_MODULO,
        DEVICE_SIZE,
        LAST_UPDATE,
        SINCE_UPDATE,
        VOID_TIME,
        TTL,
        SET_NAME,
        KEY_EXISTS,
        IS_TOMBSTONE,
        MEMORY_SIZE,
        RECORD_SIZE
    }

    @Override
    public ExpressionType type() {
        return switch (kind) {
            case SET_NAME -> ExpressionType.TEXT;
            case KEY_EXISTS, IS_TOMBSTONE -> ExpressionType.BOOL;
            default -> ExpressionType.INTEGER;
        };
    }

    @Override
    public Value evaluate(Scope scope) {
        StoredRecord stored = scope.stored();
        return switch (kind) {
            case DIGEST_MODULO -> new Whole(scope.digest().modulus() % argument);
            case DEVICE_SIZE -> new Whole(0); // Nothing is on a device.
            case LAST_UPDATE -> new Whole(ServerClock.unixNanos(stored.updated()));
            case SINCE_UPDATE -> new Whole(Math.max(0, ServerClock.millis() - stored.updated()));
            case VOID_TIME -> new Whole(stored.voidTime() == 0 ? -1 : ServerClock.unixNanos(stored.voidTime() * 1000L));
            case TTL -> new Whole(stored.voidTime() == 0 ? -1 : Math.max(1, stored.voidTime() - ServerClock.seconds()));
            case SET_NAME -> new Bytes(Utf8.bytes(stored.set() == null ? "" : stored.set()));
            case KEY_EXISTS -> Truth.of(stored.key() != null);
            case IS_TOMBSTONE -> Truth.FALSE;
            case MEMORY_SIZE, RECORD_SIZE -> new Whole(StoredSize.inBlocks(stored));
        };
    }
}
