package io.odsconnect.testbed.aerospike.expression;

/** A node of a compiled expression. It holds no state; many threads may evaluate it. */
sealed interface Expression
        permits Arithmetic,
                BinValue,
                BinType,
                Bitwise,
                Comparison,
                Conditional,
                Constant,
                Let,
                Logic,
                Metadata,
                Not,
                RecordKey,
                Variable {

    /** Returns the type of what {@link #evaluate} gives, when that is known at all. */
    ExpressionType type();

    /** Evaluates it on a record. */
    Value evaluate(Scope scope);
}
