package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import java.util.List;

/** And, or, exactly one of; with three values of truth. */
record Logic(Operator operator, List<Expression> operands) implements Expression {

    enum Operator {
        AND,
        OR,
        EXACTLY_ONE
    }

    @Override
    public ExpressionType type() {
        return ExpressionType.BOOL;
    }

    @Override
    public Value evaluate(Scope scope) {
        return switch (operator) {
            case AND -> decidedBy(false, scope);
            case OR -> decidedBy(true, scope);
            case EXACTLY_ONE -> exactlyOne(scope);
        };
    }

    /** One operand of this truth decides; failing that, one unknown makes all unknown. */
    private Value decidedBy(boolean truth, Scope scope) {
        Value result = Truth.of(!truth);
        for (Expression operand : operands) {
            Value value = operand.evaluate(scope);
            if (value.isUnknown()) {
                result = Truth.UNKNOWN;
            } else if (value.isTrue() == truth) {
                return Truth.of(truth);
            }
        }
        return result;
    }

    private Value exactlyOne(Scope scope) {
        boolean seen = false;
        for (Expression operand : operands) {
            Value value = operand.evaluate(scope);
            if (value.isUnknown()) {
                return Truth.UNKNOWN;
            }
            if (value.isTrue()) {
                if (seen) {
                    return Truth.FALSE;
                }
                seen = true;
            }
        }
        return Truth.of(seen);
    }
}
