package io.odsconnect.testbed.aerospike.expression;

import java.util.List;

/** The action of the first condition that holds, or else the default; unknown where a condition is. */
record Conditional(ExpressionType type, List<Expression> conditions, List<Expression> actions, Expression otherwise)
        implements Expression {

    @Override
    public Value evaluate(Scope scope) {
        for (int i = 0; i < conditions.size(); i++) {
            Value condition = conditions.get(i).evaluate(scope);
            if (condition.isUnknown()) {
                return condition;
            }
            if (condition.isTrue()) {
                return actions.get(i).evaluate(scope);
            }
        }
        return otherwise.evaluate(scope);
    }
}
