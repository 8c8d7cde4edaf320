package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import io.odsconnect.testbed.aerospike.expression.Value.Whole;
import java.util.List;

/** Work on the bits of integers. */
record Bitwise(Operator operator, List<Expression> operands) implements Expression {

    enum Operator {
        AND,
        OR,
        XOR,
        NOT,
        SHIFT_LEFT,
        SHIFT_RIGHT,
        SHIFT_RIGHT_SIGNED,
        COUNT,
        SCAN_FROM_LEFT,
        SCAN_FROM_RIGHT
    }

    @Override
    public ExpressionType type() {
        return ExpressionType.INTEGER;
    }

    @Override
    public Value evaluate(Scope scope) {
        Value first = operands.get(0).evaluate(scope);
        if (!(first instanceof Whole whole)) {
            return Truth.UNKNOWN;
        }
        long result = whole.number();
        if (operator == Operator.NOT) {
            return new Whole(~result);
        }
        if (operator == Operator.COUNT) {
            return new Whole(Long.bitCount(result));
        }
        for (int i = 1; i < operands.size(); i++) {
            Value next = operands.get(i).evaluate(scope);
            if (next.isUnknown()) {
                return Truth.UNKNOWN;
            }
            result = next instanceof Whole number ? combine(result, number.number()) : scan(result, next.isTrue());
        }
        return new Whole(result);
    }

    private long combine(long a, long b) {
        return switch (operator) {
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHIFT_LEFT -> a << b;
            case SHIFT_RIGHT -> a >>> b;
            case SHIFT_RIGHT_SIGNED -> a >> b;
            default -> throw new IllegalStateException(operator + " of two integers");
        };
    }

    /** Returns the place of the first bit of a kind, counted from the left, or -1. */
    private long scan(long a, boolean set) {
        long bits = set ? a : ~a;
        if (bits == 0) {
            return -1;
        }
        return operator == Operator.SCAN_FROM_LEFT
                ? Long.numberOfLeadingZeros(bits)
                : 63 - Long.numberOfTrailingZeros(bits);
    }
}
