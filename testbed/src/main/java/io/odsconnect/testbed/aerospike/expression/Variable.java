package io.odsconnect.testbed.aerospike.expression;

/** A variable of an enclosing {@link Let}, by its place. */
record Variable(ExpressionType type, int place) implements Expression {

    @Override
    public Value evaluate(Scope scope) {
        return scope.variable(place);
    }
}
