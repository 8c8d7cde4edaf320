package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Bytes;
import io.odsconnect.testbed.aerospike.expression.Value.Floating;
import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import io.odsconnect.testbed.aerospike.expression.Value.Whole;

/** Two values of one type, compared. */
record Comparison(Operator operator, Expression left, Expression right) implements Expression {

    /** How, in the order of the numbers on the wire, from 1. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    @Override
    public ExpressionType type() {
        return ExpressionType.BOOL;
    }

    @Override
    public Value evaluate(Scope scope) {
        Value a = left.evaluate(scope);
        Value b = right.evaluate(scope);
        if (a.isUnknown() || b.isUnknown()) {
            return Truth.UNKNOWN;
        }
        if (a instanceof Floating x && b instanceof Floating y) {
            return Truth.of(holds(x.number(), y.number()));
        }
        return Truth.of(holds(order(a, b)));
    }

    private static int order(Value a, Value b) {
        if (a instanceof Whole x && b instanceof Whole y) {
            return Long.compare(x.number(), y.number());
        }
        if (a instanceof Bytes x && b instanceof Bytes y) {
            return x.compareTo(y);
        }
        if (a instanceof Truth x && b instanceof Truth y) {
            return x.compareTo(y);
        }
        return 0; // Nil equals nil; nothing else passes the compiler.
    }

    private boolean holds(int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
        };
    }

    /** As the machine compares doubles: NaN is not equal to itself, and -0.0 is equal to 0.0. */
    private boolean holds(double a, double b) {
        return switch (operator) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case GREATER -> a > b;
            case GREATER_OR_EQUAL -> a >= b;
            case LESS -> a < b;
            case LESS_OR_EQUAL -> a <= b;
        };
    }
}
