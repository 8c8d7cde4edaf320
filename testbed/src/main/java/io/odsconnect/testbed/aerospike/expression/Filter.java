package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.wire.MalformedException;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a command may go on to a record. Unknown is no: so a missing bin filters the record out unless the
 * expression allows for it.
 */
public final class Filter {

    private final byte[] field;
    private @Nullable Expression expression;

    private Filter(byte[] field) {
        this.field = field;
    }

    /** Returns the filter of a command on one record, which the server does not read before it has found the record. */
    public static Filter onFirstUse(byte[] field) {
        return new Filter(field);
    }

    /**
     * Compiles the bytes of a filter field.
     *
     * @throws RefusedException if the server would refuse it, or if it has something this stand-in does not know
     */
    public static Filter compile(byte[] field) {
        Filter filter = new Filter(field);
        filter.expression = read(field);
        return filter;
    }

    private static Expression read(byte[] field) {
        try {
            Expression expression = ExpressionCompiler.compile(field);
            if (expression.type() != ExpressionType.BOOL) {
                throw RefusedException.because(
                        ResultCode.PARAMETER, "a filter that is " + expression.type() + " and not true or false");
            }
            return expression;
        } catch (MalformedException e) {
            throw RefusedException.because(ResultCode.PARAMETER, "a filter that cannot be read: " + e.getMessage());
        }
    }

    /**
     * Says whether the record passes.
     *
     * @throws RefusedException if it cannot be read
     */
    public boolean accepts(Digest digest, StoredRecord stored) {
        Expression known = expression;
        if (known == null) {
            known = read(field);
            expression = known;
        }
        return known.evaluate(new Scope(digest, stored)).isTrue();
    }
}
