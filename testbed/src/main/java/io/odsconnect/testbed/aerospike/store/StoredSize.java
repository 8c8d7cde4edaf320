package io.odsconnect.testbed.aerospike.store;

import io.odsconnect.testbed.aerospike.wire.Particle;
import io.odsconnect.testbed.aerospike.wire.Utf8;

/**
 * How much room a record takes in the server's storage, which decides whether it is too big.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/storage/flat.h">flat.h of the
 *     server, "as_flat_record"</a>
 */
public final class StoredSize {

    /** The namespace's {@code max-record-size} where nothing else is configured. */
    public static final int LIMIT = 1 << 20;

    private static final int HEADER = 35;
    private static final int END_MARK = 4;
    private static final int BLOCK = 16;

    private StoredSize() {}

    /** Says whether the server refuses to store it. */
    public static boolean isTooBig(StoredRecord stored) {
        return bytes(stored) + END_MARK > LIMIT;
    }

    /** Returns the bytes that it takes, in whole blocks of 16. */
    public static long inBlocks(StoredRecord stored) {
        return (bytes(stored) + END_MARK + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static long bytes(StoredRecord stored) {
        long size = HEADER;
        if (stored.voidTime() != 0) {
            size += Integer.BYTES;
        }
        if (stored.set() != null) {
            size += 1 + Utf8.length(stored.set());
        }
        if (stored.key() != null) {
            size += varintLength(stored.key().length) + stored.key().length;
        }
        size += varintLength(stored.bins().size());
        for (int i = 0; i < stored.bins().size(); i++) {
            size += 1
                    + Utf8.length(stored.bins().name(i))
                    + particle(stored.bins().value(i));
        }
        return size;
    }

    private static long particle(Particle value) {
        return switch (value.type()) {
            case Particle.INTEGER -> 2 + integer(value.integer());
            case Particle.FLOAT -> 1 + Double.BYTES;
            case Particle.BOOL -> 2;
            default -> 1 + Integer.BYTES + value.bytes().length;
        };
    }

    private static int integer(long value) {
        if (value >>> 32 != 0) {
            return 8;
        }
        if (value >>> 16 != 0) {
            return 4;
        }
        return value >>> 8 == 0 ? 1 : 2;
    }

    private static int varintLength(int value) {
        int length = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        return length;
    }
}
