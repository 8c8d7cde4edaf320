package io.odsconnect.testbed.aerospike.expression;

/** A value in the expression itself; {@code unknown} is one too. */
record Constant(ExpressionType type, Value value) implements Expression {

    @Override
    public Value evaluate(Scope scope) {
        return value;
    }
}
