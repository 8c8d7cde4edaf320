package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Bytes;
import io.odsconnect.testbed.aerospike.expression.Value.Floating;
import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import io.odsconnect.testbed.aerospike.expression.Value.Whole;
import io.odsconnect.testbed.aerospike.wire.Particle;

/** The value of a bin; unknown if it is missing or of another type. */
record BinValue(ExpressionType type, String name) implements Expression {

    @Override
    public Value evaluate(Scope scope) {
        Particle particle = scope.stored().bins().get(name);
        if (particle == null) {
            return Truth.UNKNOWN;
        }
        return switch (type) {
            case INTEGER -> particle.type() == Particle.INTEGER ? new Whole(particle.integer()) : Truth.UNKNOWN;
            case FLOAT -> particle.type() == Particle.FLOAT ? new Floating(particle.floating()) : Truth.UNKNOWN;
            case BOOL -> particle.type() == Particle.BOOL ? Truth.of(particle.bool()) : Truth.UNKNOWN;
            case TEXT -> particle.type() == Particle.STRING ? new Bytes(particle.bytes()) : Truth.UNKNOWN;
            case BLOB -> particle.type() == Particle.BLOB ? new Bytes(particle.bytes()) : Truth.UNKNOWN;
            default -> Truth.UNKNOWN;
        };
    }
}
