package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.util.List;

/**
 * What an expression gives, in the order of the numbers on the wire.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/base/exp.c">exp.c of the server,
 *     "result_type"</a>
 */
public enum ExpressionType {
    NIL,
    BOOL,
    INTEGER,
    TEXT,
    LIST,
    MAP,
    BLOB,
    FLOAT,
    GEO_JSON,
    HYPER_LOG_LOG;

    private static final List<ExpressionType> BY_NUMBER = List.of(values());

    /**
     * Returns the type of a number on the wire.
     *
     * @throws RefusedException if there is none
     */
    static ExpressionType of(long number) {
        if (number < 0 || number >= BY_NUMBER.size()) {
            throw RefusedException.because(ResultCode.PARAMETER, "an expression with a type numbered " + number);
        }
        return BY_NUMBER.get((int) number);
    }
}
