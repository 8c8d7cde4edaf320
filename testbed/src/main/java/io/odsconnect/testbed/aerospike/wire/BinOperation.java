package io.odsconnect.testbed.aerospike.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing to do with one bin.
 *
 * @param type what to do, see the constants
 * @param bin the bin's name, empty for the whole record
 * @param value what to do it with
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/base/proto.h">proto.h of the
 *     server, "as_msg_op"</a>
 */
public record BinOperation(int type, String bin, Particle value) {

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int ADD = 5;
    public static final int EXPRESSION_READ = 7;
    public static final int EXPRESSION_WRITE = 8;
    public static final int APPEND = 9;
    public static final int PREPEND = 10;
    public static final int TOUCH = 11;
    public static final int DELETE = 14;

    private static final int HEADER_AFTER_LENGTH = 4;
    private static final int LONGEST_BIN_NAME = 15;

    /** Reads {@code count} of them. */
    public static List<BinOperation> read(WireReader in, int count) {
        if (count == 0) {
            return List.of();
        }
        List<BinOperation> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = in.i32();
            int type = in.u8();
            int particle = in.u8();
            if (in.u8() != 0) {
                throw new MalformedException("An operation with flags, which only replication sends");
            }
            int nameLength = in.u8();
            String bin = in.text(nameLength);
            operations.add(new BinOperation(
                    type, bin, new Particle(particle, in.take(length - HEADER_AFTER_LENGTH - nameLength))));
        }
        return operations;
    }

    /**
     * Checks the bin's name.
     *
     * @throws RefusedException if it is longer than 15 bytes or has a zero in it
     */
    public void checkName() {
        checkName(bin);
    }

    /**
     * Checks a bin's name.
     *
     * @throws RefusedException if it is longer than 15 bytes or has a zero in it
     */
    public static void checkName(String bin) {
        if (!isName(bin)) {
            throw RefusedException.because(ResultCode.BIN_NAME, "a bin with the name " + bin);
        }
    }

    /** Says whether a bin can have this name. */
    public static boolean isName(String bin) {
        return Utf8.length(bin) <= LONGEST_BIN_NAME && bin.indexOf('\0') < 0;
    }

    /** Says whether it changes nothing. */
    public boolean isRead() {
        return type == READ || type == EXPRESSION_READ;
    }
}
