package io.odsconnect.testbed.aerospike.wire;

import org.jspecify.annotations.Nullable;

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
    CLUSTER_KEY_MISMATCH(7),
    OUT_OF_SPACE(8),
    TIMEOUT(9),
    UNAVAILABLE(11),
    INCOMPATIBLE_TYPE(12),
    RECORD_TOO_BIG(13),
    KEY_BUSY(14),
    UNSUPPORTED_FEATURE(16),
    DEVICE_OVERLOAD(18),
    KEY_MISMATCH(19),
    NAMESPACE(20),
    BIN_NAME(21),
    FORBIDDEN(22),
    ENTERPRISE_ONLY(25),
    OPERATION_NOT_APPLICABLE(26),
    FILTERED_OUT(27),
    SECURITY_NOT_SUPPORTED(51),
    PASSWORD(62),
    CREDENTIAL(65),
    NOT_AUTHENTICATED(80),
    ROLE_VIOLATION(81),
    BATCH_MAX_REQUESTS(151),
    BATCH_QUEUES_FULL(152),
    INDEX_NOT_FOUND(201);

    private final int code;

    ResultCode(int code) {
        this.code = code;
    }

    /** Returns the code of this number; null for one that the stand-in never gives. */
    public static @Nullable ResultCode of(int number) {
        for (ResultCode code : values()) {
            if (code.code == number) {
                return code;
            }
        }
        return null;
    }

    /** Returns the number on the wire, 0 to 255. */
    public int code() {
        return code;
    }
}
