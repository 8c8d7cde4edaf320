package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Whole;
import io.odsconnect.testbed.aerospike.wire.Particle;

/** The particle type of a bin, 0 if it is missing: so the client asks whether a bin exists. */
record BinType(String name) implements Expression {

    @Override
    public ExpressionType type() {
        return ExpressionType.INTEGER;
    }

    @Override
    public Value evaluate(Scope scope) {
        Particle particle = scope.stored().bins().get(name);
        return new Whole(particle == null ? Particle.NULL : particle.type());
    }
}
