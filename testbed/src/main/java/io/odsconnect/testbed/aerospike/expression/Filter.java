package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.wire.MalformedException;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;

/**
 * Says whether a command may go on to a record. Unknown is no: so a missing bin filters the record out unless the
 * expression allows for it.
 */
public final class Filter {

    private final Expression expression;

    private Filter(Expression expression) {
        this.expression = expression;
    }

    /**
     * Compiles the bytes of a filter field.
     *
     * @throws RefusedException if the server would refuse it, or if it has something this stand-in does not know
     */
    public static Filter compile(byte[] field) {
        try {
            Expression expression = ExpressionCompiler.compile(field);
            if (expression.type() != ExpressionType.BOOL) {
                throw RefusedException.because(
                        ResultCode.PARAMETER, "a filter that is " + expression.type() + " and not true or false");
            }
            return new Filter(expression);
        } catch (MalformedException e) {
            throw RefusedException.because(ResultCode.PARAMETER, "a filter that cannot be read: " + e.getMessage());
        }
    }

    /** Says whether the record passes. */
    public boolean accepts(Digest digest, StoredRecord stored) {
        return expression.evaluate(new Scope(digest, stored)).isTrue();
    }
}
