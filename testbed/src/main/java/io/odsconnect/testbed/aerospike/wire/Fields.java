package io.odsconnect.testbed.aerospike.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message: what record, what set, which filter.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/base/proto.h">proto.h of the
 *     server, "as_msg_field"</a>
 */
public final class Fields {

    public static final int NAMESPACE = 0;
    public static final int SET = 1;
    public static final int KEY = 2;
    public static final int DIGEST = 4;
    public static final int TRANSACTION = 5;
    public static final int TRANSACTION_DEADLINE = 6;
    public static final int QUERY_ID = 7;
    public static final int SOCKET_TIMEOUT = 9;
    public static final int RECORDS_PER_SECOND = 10;
    public static final int PARTITIONS = 11;
    public static final int DIGESTS = 12;
    public static final int MOST_RECORDS = 13;
    public static final int INDEX_RANGE = 22;
    public static final int FUNCTION = 31;
    public static final int BATCH = 41;
    public static final int FILTER = 43;

    private static final long KNOWN = bits(
            NAMESPACE,
            SET,
            KEY,
            DIGEST,
            TRANSACTION,
            TRANSACTION_DEADLINE,
            QUERY_ID,
            SOCKET_TIMEOUT,
            RECORDS_PER_SECOND,
            PARTITIONS,
            DIGESTS,
            MOST_RECORDS,
            BATCH,
            FILTER);

    /** Those that the server knows; it passes over any other. */
    private static final long SERVERS =
            KNOWN | bits(3, 14, 15, 21, INDEX_RANGE, 23, 24, 25, 26, 30, FUNCTION, 32, 33, 34, 40, 42);

    private final @Nullable Object[] values = new Object[FILTER + 1];
    private long unknown;

    private Fields() {}

    /** Reads {@code count} fields. */
    public static Fields read(WireReader in, int count) {
        Fields fields = new Fields();
        for (int i = 0; i < count; i++) {
            int length = in.i32() - 1;
            int type = in.u8();
            // The client gives a batch that follows a filter the length of both.
            byte[] value = in.take(type == BATCH ? Math.min(length, in.remaining()) : length);
            if (type <= FILTER) {
                fields.values[type] = value;
            }
            if (type <= FILTER && (SERVERS & 1L << type) != 0 && (KNOWN & 1L << type) == 0) {
                fields.unknown |= 1L << type;
            }
        }
        return fields;
    }

    /** Returns a field's bytes, or null where the message has none of this type. */
    public byte @Nullable [] get(int type) {
        return (byte[]) values[type];
    }

    /** Returns a field as text, or null where there is none or it is empty. */
    public @Nullable String text(int type) {
        byte[] value = get(type);
        return value == null || value.length == 0 ? null : new String(value, StandardCharsets.UTF_8);
    }

    /**
     * Refuses what this stand-in does not know.
     *
     * @throws RefusedException if there is a field whose meaning would be lost
     */
    public void refuseUnknown() {
        if (unknown == 0) {
            return;
        }
        if ((unknown & 1L << INDEX_RANGE) != 0) {
            throw RefusedException.because(ResultCode.INDEX_NOT_FOUND, "a query on a secondary index");
        }
        throw RefusedException.because(
                ResultCode.UNSUPPORTED_FEATURE,
                (unknown & 1L << FUNCTION) != 0
                        ? "a user-defined function"
                        : "a field of type " + Long.numberOfTrailingZeros(unknown));
    }

    /**
     * Refuses a multi-record transaction, as a Community Edition does.
     *
     * @throws RefusedException if the command belongs to one
     */
    public void refuseTransaction() {
        if (get(TRANSACTION) != null) {
            throw RefusedException.because(ResultCode.ENTERPRISE_ONLY, "a multi-record transaction");
        }
    }

    private static long bits(int... types) {
        long bits = 0;
        for (int type : types) {
            bits |= 1L << type;
        }
        return bits;
    }
}
