package io.odsconnect.testbed.aerospike.wire;

/**
 * A bin's value as it travels: a type, and bytes whose form the type gives.
 *
 * @param type see the constants
 * @param bytes big endian for numbers, UTF-8 for text, MessagePack for lists and maps; never changed
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/base/datamodel.h">datamodel.h of
 *     the server, "as_particle_type"</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read only.
public record Particle(int type, byte[] bytes) {

    public static final int NULL = 0;
    public static final int INTEGER = 1;
    public static final int FLOAT = 2;
    public static final int STRING = 3;
    public static final int BLOB = 4;
    public static final int JAVA_BLOB = 7;
    public static final int LAST_LANGUAGE_BLOB = 12;
    public static final int BOOL = 17;
    public static final int HYPER_LOG_LOG = 18;
    public static final int MAP = 19;
    public static final int LIST = 20;
    public static final int GEO_JSON = 23;

    /** No value. */
    public static final Particle NONE = new Particle(NULL, new byte[0]);

    /** Returns an integer. */
    public static Particle integer(long value) {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (value >>> (56 - 8 * i));
        }
        return new Particle(INTEGER, bytes);
    }

    /** Returns a double. */
    public static Particle floating(double value) {
        return new Particle(FLOAT, integer(Double.doubleToRawLongBits(value)).bytes);
    }

    /** Returns the number in an integer. */
    public long integer() {
        long value = 0;
        for (byte next : bytes) {
            value = (value << 8) | (next & 0xff);
        }
        return value;
    }

    /** Returns the number in a double. */
    public double floating() {
        return Double.longBitsToDouble(integer());
    }

    /** Returns the truth in a boolean. */
    public boolean bool() {
        return bytes[0] != 0;
    }
}
