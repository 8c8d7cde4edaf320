package io.odsconnect.aerospike.client;

import com.aerospike.client.exp.Exp;
import com.aerospike.client.exp.Expression;
import java.nio.ByteBuffer;

/**
 * The filters of the position rule. An expression is MessagePack, and the position the last number in it, so it is built
 * once and then copied with another position: building one takes the client a good part of what a whole write does.
 */
final class PositionFilter {

    /** The first byte of a whole number in MessagePack that takes eight more, as all from 2^32 up do. */
    private static final byte UINT64 = (byte) 0xcf;

    private static final long LEAST_UINT64 = 1L << 32;

    private final String bin;
    private final byte[] upTo;
    private final byte[] noneOrUpTo;
    private final Expression none;

    PositionFilter(String bin) {
        this.bin = bin;
        none = Exp.build(Exp.not(Exp.binExists(bin)));
        upTo = buildUpTo(Long.MAX_VALUE).getBytes();
        noneOrUpTo = buildNoneOrUpTo(Long.MAX_VALUE).getBytes();
        if (!endsWithPosition(upTo) || !endsWithPosition(noneOrUpTo)) {
            throw new IllegalStateException("The Aerospike client does not put expressions as this sink knows it");
        }
    }

    /** Returns the filter that lets records with a position through that is not higher. */
    Expression upTo(long position) {
        return position < LEAST_UINT64 ? buildUpTo(position) : with(upTo, position);
    }

    /** Returns the filter that lets records through that have no position, or none that is higher. */
    Expression noneOrUpTo(long position) {
        return position < LEAST_UINT64 ? buildNoneOrUpTo(position) : with(noneOrUpTo, position);
    }

    /** Returns the filter that lets records through that have no position. */
    Expression none() {
        return none;
    }

    private static Expression with(byte[] expression, long position) {
        byte[] copy = expression.clone();
        ByteBuffer.wrap(copy).putLong(copy.length - Long.BYTES, position);
        return Expression.fromBytes(copy);
    }

    private static boolean endsWithPosition(byte[] expression) {
        int at = expression.length - Long.BYTES;
        return at > 0
                && expression[at - 1] == UINT64
                && ByteBuffer.wrap(expression).getLong(at) == Long.MAX_VALUE;
    }

    private Expression buildUpTo(long position) {
        return Exp.build(isUpTo(position));
    }

    private Expression buildNoneOrUpTo(long position) {
        return Exp.build(Exp.or(Exp.not(Exp.binExists(bin)), isUpTo(position)));
    }

    private Exp isUpTo(long position) {
        return Exp.le(Exp.intBin(bin), Exp.val(position));
    }
}
