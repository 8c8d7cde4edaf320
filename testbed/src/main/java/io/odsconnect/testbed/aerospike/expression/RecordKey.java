package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Bytes;
import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import io.odsconnect.testbed.aerospike.expression.Value.Whole;
import io.odsconnect.testbed.aerospike.wire.Particle;
import java.util.Arrays;

/** The key that was stored with the record; unknown if there is none or it is of another type. */
record RecordKey(ExpressionType type) implements Expression {

    @Override
    public Value evaluate(Scope scope) {
        byte[] key = scope.stored().key();
        if (key == null) {
            return Truth.UNKNOWN;
        }
        Particle particle = new Particle(key[0], Arrays.copyOfRange(key, 1, key.length));
        return switch (type) {
            case INTEGER -> particle.type() == Particle.INTEGER ? new Whole(particle.integer()) : Truth.UNKNOWN;
            case TEXT -> particle.type() == Particle.STRING ? new Bytes(particle.bytes()) : Truth.UNKNOWN;
            case BLOB -> particle.type() == Particle.BLOB ? new Bytes(particle.bytes()) : Truth.UNKNOWN;
            default -> Truth.UNKNOWN;
        };
    }
}
