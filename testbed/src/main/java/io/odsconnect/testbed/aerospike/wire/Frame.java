package io.odsconnect.testbed.aerospike.wire;

/**
 * The eight bytes before every message: version, type, and the length of the body in 48 bits.
 *
 * @param type what the body is, see the constants
 * @param length of the body, in bytes
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/base/proto.h">as_proto</a>
 */
public record Frame(int type, int length) {

    /** Bytes on the wire. */
    public static final int SIZE = 8;

    /** Names of facts, one a line, and their values. */
    public static final int INFO = 1;

    /** Users and roles. */
    public static final int SECURITY = 2;

    /** A command on records. */
    public static final int MESSAGE = 3;

    /** A command on records, deflated. */
    public static final int COMPRESSED = 4;

    private static final int VERSION = 2;
    private static final int LONGEST_BODY = 128 * 1024 * 1024;

    /**
     * Reads one.
     *
     * @throws MalformedException if the version is not known or the body too long
     */
    public static Frame read(WireReader in) {
        long header = in.i64();
        int version = (int) (header >>> 56);
        long length = header & 0xffff_ffff_ffffL;
        if (version != VERSION || length > LONGEST_BODY) {
            throw new MalformedException("A frame of version " + version + " and " + length + " bytes");
        }
        return new Frame((int) (header >>> 48) & 0xff, (int) length);
    }

    /** Leaves room for the frame of a message that is about to be written, and returns where. */
    public static int begin(WireWriter out) {
        int position = out.size();
        out.i64(0);
        return position;
    }

    /** Fills the frame in, now that the message is written. */
    public static void end(WireWriter out, int position, int type) {
        out.i64At(position, (long) VERSION << 56 | (long) type << 48 | out.size() - position - SIZE);
    }
}
