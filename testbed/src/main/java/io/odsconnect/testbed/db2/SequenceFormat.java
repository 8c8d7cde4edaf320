package io.odsconnect.testbed.db2;

import java.nio.ByteBuffer;

/** How a capture schema stores log sequence numbers: the SYNCHPOINT, COMMITSEQ and INTENTSEQ columns. */
public enum SequenceFormat {

    /** 10 bytes, as Db2 for z/OS before version 11 and Db2 for LUW before version 10.1 have them. */
    CHAR_10("CHAR(10) FOR BIT DATA", 10),

    /** 16 bytes, as newer versions have them. */
    VARCHAR_16("VARCHAR(16) FOR BIT DATA", 16);

    private final String sqlType;
    private final int length;

    SequenceFormat(String sqlType, int length) {
        this.sqlType = sqlType;
        this.length = length;
    }

    /** Returns the format whose sequence numbers have this many bytes. */
    public static SequenceFormat ofLength(int length) {
        for (SequenceFormat format : values()) {
            if (format.length == length) {
                return format;
            }
        }
        throw new IllegalArgumentException("A sequence number has 10 or 16 bytes, not " + length);
    }

    /** Returns the type of the columns. */
    public String sqlType() {
        return sqlType;
    }

    /** Returns the number of bytes. */
    public int length() {
        return length;
    }

    /** Returns the number as it is stored: big-endian, so that bytes sort as numbers do. */
    public byte[] encode(long number) {
        return ByteBuffer.allocate(length).putLong(length - Long.BYTES, number).array();
    }

    /** Returns the number that {@link #encode} stored. */
    public long decode(byte[] stored) {
        return ByteBuffer.wrap(stored).getLong(length - Long.BYTES);
    }
}
