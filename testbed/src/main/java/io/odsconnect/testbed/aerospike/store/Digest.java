package io.odsconnect.testbed.aerospike.store;

import io.odsconnect.testbed.aerospike.wire.MalformedException;
import io.odsconnect.testbed.aerospike.wire.WireReader;
import io.odsconnect.testbed.aerospike.wire.WireWriter;

/**
 * What a record is found by: the RIPEMD-160 of its set and key, made by the client, 20 bytes.
 *
 * @param first bytes 0 to 7, big endian
 * @param middle bytes 8 to 15
 * @param last bytes 16 to 19
 */
public record Digest(long first, long middle, int last) implements Comparable<Digest> {

    /** Bytes on the wire. */
    public static final int SIZE = 20;

    /** How many partitions a namespace has. */
    public static final int PARTITIONS = 4096;

    /** Reads one. */
    public static Digest read(WireReader in) {
        return new Digest(in.i64(), in.i64(), in.i32());
    }

    /**
     * Returns the digest in a field.
     *
     * @throws MalformedException if it has not 20 bytes
     */
    public static Digest of(byte[] field) {
        if (field.length != SIZE) {
            throw new MalformedException("A digest of " + field.length + " bytes");
        }
        return read(new WireReader(field));
    }

    /** Writes the 20 bytes. */
    public void write(WireWriter out) {
        out.i64(first).i64(middle).i32(last);
    }

    /** Returns the partition, 0 to 4095: the low 12 bits of the first two bytes, read in little endian. */
    public int partition() {
        return Short.reverseBytes((short) (first >>> 48)) & PARTITIONS - 1;
    }

    /** Returns the last four bytes as the server reads them for {@code digest modulo}: in little endian, unsigned. */
    public long modulus() {
        return Integer.toUnsignedLong(Integer.reverseBytes(last));
    }

    @Override
    public int hashCode() {
        return (int) middle;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest
                && first == digest.first
                && middle == digest.middle
                && last == digest.last;
    }

    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(middle, other.middle);
        }
        return order == 0 ? Integer.compareUnsigned(last, other.last) : order;
    }
}
