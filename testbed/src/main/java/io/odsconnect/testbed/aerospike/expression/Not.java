package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Truth;

/** The opposite. */
record Not(Expression operand) implements Expression {

    @Override
    public ExpressionType type() {
        return ExpressionType.BOOL;
    }

    @Override
    public Value evaluate(Scope scope) {
        Value value = operand.evaluate(scope);
        return value.isUnknown() ? value : Truth.of(!value.isTrue());
    }
}
