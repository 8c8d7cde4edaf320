package io.odsconnect.aerospike.client;

import com.aerospike.client.ResultCode;
import io.odsconnect.common.sink.Outcome;
import org.jspecify.annotations.Nullable;

/** What the result codes of server and client mean for a write. */
final class Results {

    private Results() {}

    /**
     * Returns what becomes of a write after a code that is an error: again where the server was not able to, or where
     * nobody knows whether it did; never again where it does not take such a write.
     *
     * @param code one of {@link ResultCode}
     * @param inDoubt whether the server may have done it all the same
     * @param cause what the client threw, or null
     */
    static Outcome of(int code, boolean inDoubt, @Nullable Throwable cause) {
        String says = "Aerospike says: " + ResultCode.getResultString(code) + " (result code " + code + ")";
        if (inDoubt) {
            return new Outcome.Retry(says + ", and it is not known whether the write was done", cause);
        }
        return isOfTheRecord(code) ? new Outcome.Rejected(says + advice(code), cause) : new Outcome.Retry(says, cause);
    }

    /** Says whether another try would end the same, because it is this write that the server does not take. */
    private static boolean isOfTheRecord(int code) {
        return switch (code) {
            case ResultCode.PARAMETER_ERROR,
                    ResultCode.ALWAYS_FORBIDDEN,
                    ResultCode.FAIL_FORBIDDEN,
                    ResultCode.BIN_TYPE_ERROR,
                    ResultCode.RECORD_TOO_BIG,
                    ResultCode.UNSUPPORTED_FEATURE,
                    ResultCode.KEY_MISMATCH,
                    ResultCode.INVALID_NAMESPACE,
                    ResultCode.BIN_NAME_TOO_LONG,
                    ResultCode.ENTERPRISE_ONLY,
                    ResultCode.OP_NOT_APPLICABLE,
                    ResultCode.BATCH_DISABLED,
                    ResultCode.BATCH_MAX_REQUESTS_EXCEEDED,
                    ResultCode.ROLE_VIOLATION,
                    ResultCode.NOT_WHITELISTED,
                    ResultCode.SERIALIZE_ERROR,
                    ResultCode.PARSE_ERROR -> true;
            default -> false;
        };
    }

    private static String advice(int code) {
        return switch (code) {
            case ResultCode.RECORD_TOO_BIG -> ": leave out columns with a transform, or raise max-record-size";
            case ResultCode.FAIL_FORBIDDEN ->
                ": the namespace may not expire records (nsup-period 0); raise that, or set"
                        + " ttl.ms and delete.marker.ttl.ms to -1; it may also be out of memory or disk";
            case ResultCode.INVALID_NAMESPACE -> ": check aerospike.namespace";
            case ResultCode.ROLE_VIOLATION -> ": the user needs the role read-write on the namespace";
            case ResultCode.BATCH_MAX_REQUESTS_EXCEEDED -> ": make batches smaller, or raise batch-max-requests";
            case ResultCode.PARAMETER_ERROR -> ": a name or a TTL is not one the server takes";
            default -> "";
        };
    }
}
