package io.odsconnect.testbed.aerospike.wire;

/**
 * The result codes that the stand-in gives, with the server's numbers.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/base/proto.h">proto.h of the
 *     server, "Result codes used in client protocol"</a>
 */
public enum ResultCode {
    OK(0),
    UNKNOWN(1),
    NOT_FOUND(2),
    GENERATION(3),
    PARAMETER(4),
    RECORD_EXISTS(5),
    INCOMPATIBLE_TYPE(12),
    RECORD_TOO_BIG(13),
    UNSUPPORTED_FEATURE(16),
    KEY_MISMATCH(19),
    NAMESPACE(20),
    BIN_NAME(21),
    ENTERPRISE_ONLY(25),
    OPERATION_NOT_APPLICABLE(26),
    FILTERED_OUT(27),
    SECURITY_NOT_SUPPORTED(51),
    BATCH_MAX_REQUESTS(151),
    INDEX_NOT_FOUND(201);

    private final int code;

    ResultCode(int code) {
        this.code = code;
    }

    /** Returns the number on the wire, 0 to 255. */
    public int code() {
        return code;
    }
}
