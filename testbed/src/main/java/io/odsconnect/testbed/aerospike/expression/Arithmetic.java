package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Floating;
import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import io.odsconnect.testbed.aerospike.expression.Value.Whole;
import java.util.List;

/** Calculation with numbers of one type. Integers wrap around; a division by zero is unknown. */
record Arithmetic(Operator operator, ExpressionType type, List<Expression> operands) implements Expression {

    enum Operator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MINIMUM,
        MAXIMUM,
        POWER,
        LOGARITHM,
        MODULO,
        ABSOLUTE,
        FLOOR,
        CEILING,
        TO_INTEGER,
        TO_FLOAT
    }

    @Override
    public Value evaluate(Scope scope) {
        Value first = operands.get(0).evaluate(scope);
        if (first.isUnknown()) {
            return Truth.UNKNOWN;
        }
        if (operands.size() == 1) {
            return first instanceof Whole whole ? single(whole.number()) : single(number(first));
        }
        Value result = first;
        for (int i = 1; i < operands.size(); i++) {
            Value next = operands.get(i).evaluate(scope);
            if (next.isUnknown()) {
                return Truth.UNKNOWN;
            }
            result = result instanceof Whole a && next instanceof Whole b
                    ? combine(a.number(), b.number())
                    : new Floating(combine(number(result), number(next)));
            if (result.isUnknown()) {
                return Truth.UNKNOWN;
            }
        }
        return result;
    }

    private Value single(long a) {
        return switch (operator) {
            case SUBTRACT -> new Whole(-a);
            case DIVIDE -> a == 0 ? Truth.UNKNOWN : new Whole(1 / a);
            case ABSOLUTE -> new Whole(Math.abs(a));
            case TO_FLOAT -> new Floating(a);
            default -> new Whole(a);
        };
    }

    private Value single(double a) {
        return switch (operator) {
            case SUBTRACT -> new Floating(0.0 - a);
            case DIVIDE -> new Floating(1.0 / a);
            case ABSOLUTE -> new Floating(Math.abs(a));
            case FLOOR -> new Floating(Math.floor(a));
            case CEILING -> new Floating(Math.ceil(a));
            case TO_INTEGER -> new Whole(truncated(a));
            default -> new Floating(a);
        };
    }

    private Value combine(long a, long b) {
        return switch (operator) {
            case ADD -> new Whole(a + b);
            case SUBTRACT -> new Whole(a - b);
            case MULTIPLY -> new Whole(a * b);
            case DIVIDE -> b == 0 ? Truth.UNKNOWN : new Whole(a / b);
            case MINIMUM -> new Whole(Math.min(a, b));
            case MAXIMUM -> new Whole(Math.max(a, b));
            case MODULO -> b == 0 ? Truth.UNKNOWN : new Whole(a % b);
            default -> throw new IllegalStateException(operator + " of integers");
        };
    }

    private double combine(double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MINIMUM -> a > b ? b : a;
            case MAXIMUM -> a < b ? b : a;
            case POWER -> Math.pow(a, b);
            case LOGARITHM -> Math.log(a) / Math.log(b);
            default -> throw new IllegalStateException(operator + " of doubles");
        };
    }

    private static double number(Value value) {
        return value instanceof Floating floating ? floating.number() : Double.NaN;
    }

    /** As the x86 instruction does it: what does not fit is the smallest integer. */
    private static long truncated(double a) {
        return a >= -0x1p63 && a < 0x1p63 ? (long) a : Long.MIN_VALUE;
    }
}
