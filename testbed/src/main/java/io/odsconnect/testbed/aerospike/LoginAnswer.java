package io.odsconnect.testbed.aerospike;

import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.nio.ByteBuffer;

/**
 * The answer to a message about users: a header of 16 bytes, and for a login that succeeds a session token.
 *
 * @see <a href="https://github.com/aerospike/aerospike-client-java/blob/master/client/src/com/aerospike/client/admin/AdminCommand.java">AdminCommand
 *     of the client</a>
 */
final class LoginAnswer {

    /** Where the number of the command stands in a message. */
    static final int COMMAND = 2;

    private static final int LOGIN = 20;
    private static final int HEADER = 16;
    private static final int RESULT = 1;
    private static final int FIELD_COUNT = 3;
    private static final int SESSION_TOKEN = 5;
    private static final int TOKEN_BYTES = 8;

    private LoginAnswer() {}

    /** Returns the answer to a command, as the body of a message. */
    static byte[] of(int command, ResultCode code) {
        boolean token = command == LOGIN && code == ResultCode.OK;
        ByteBuffer answer = ByteBuffer.allocate(token ? HEADER + Integer.BYTES + 1 + TOKEN_BYTES : HEADER);
        answer.put(RESULT, (byte) code.code());
        if (token) {
            answer.put(FIELD_COUNT, (byte) 1);
            answer.position(HEADER);
            answer.putInt(1 + TOKEN_BYTES).put((byte) SESSION_TOKEN);
        }
        return answer.array();
    }
}
