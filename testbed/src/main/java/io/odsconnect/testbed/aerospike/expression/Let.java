package io.odsconnect.testbed.aerospike.expression;

import java.util.List;

/** Variables, each of which may use those before it, and an expression with them. */
record Let(List<Expression> definitions, Expression body) implements Expression {

    @Override
    public ExpressionType type() {
        return body.type();
    }

    @Override
    public Value evaluate(Scope scope) {
        for (Expression definition : definitions) {
            scope.define(definition.evaluate(scope));
        }
        Value result = body.evaluate(scope);
        scope.forget(definitions.size());
        return result;
    }
}
