package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.ResultCode;
import io.odsconnect.common.sink.Outcome;
import org.jspecify.annotations.Nullable;

/** What the result codes of server and client mean for a write. */
final class Results {

    private Results() {}

    /**
     * Returns what becomes of a write after a code that is an error: again where the server was not able to, or where
     * nobody knows whether it did; never again where it does not take such a write; and the task fails where it would
     * take none, because somebody has to give it rights or change its options first.
     *
     * @param code one of {@link ResultCode}
     * @param inDoubt whether the server may have done it all the same
     * @param cause what the client threw, or null
     */
    static Outcome of(int code, boolean inDoubt, @Nullable Throwable cause) {
        String says = "Aerospike says: " + ResultCode.getResultString(code) + " (result code " + code + ")";
        if (code == ResultCode.CLIENT_ERROR && cause instanceof AerospikeException client) {
            // The client's own code says nothing; its text does, of nodes and connections.
            says += ": " + client.getBaseMessage();
        }
        if (inDoubt) {
            return new Outcome.Retry(says + ", and it is not known whether the write was done", cause);
        }
        if (isOfTheTask(code)) {
            return new Outcome.Fatal(says + advice(code), cause);
        }
        return isOfTheRecord(code) ? new Outcome.Rejected(says + advice(code), cause) : new Outcome.Retry(says, cause);
    }

    /** Says whether every write of the task would end the same, whatever is in it. */
    static boolean isOfTheTask(int code) {
        return isOfTheUser(code)
                || switch (code) {
                    case ResultCode.INVALID_NAMESPACE,
                            ResultCode.ENTERPRISE_ONLY,
                            ResultCode.BATCH_DISABLED,
                            ResultCode.BATCH_MAX_REQUESTS_EXCEEDED -> true;
                    default -> false;
                };
    }

    /** Says whether the server does not let the user in, or not do what it has to. */
    static boolean isOfTheUser(int code) {
        return switch (code) {
            case ResultCode.SECURITY_NOT_SUPPORTED,
                    ResultCode.SECURITY_NOT_ENABLED,
                    ResultCode.SECURITY_SCHEME_NOT_SUPPORTED,
                    ResultCode.INVALID_USER,
                    ResultCode.INVALID_PASSWORD,
                    ResultCode.EXPIRED_PASSWORD,
                    ResultCode.FORBIDDEN_PASSWORD,
                    ResultCode.INVALID_CREDENTIAL,
                    ResultCode.NOT_AUTHENTICATED,
                    ResultCode.ROLE_VIOLATION,
                    ResultCode.NOT_WHITELISTED -> true;
            default -> false;
        };
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
                    ResultCode.BIN_NAME_TOO_LONG,
                    ResultCode.OP_NOT_APPLICABLE,
                    ResultCode.SERIALIZE_ERROR,
                    ResultCode.PARSE_ERROR -> true;
            default -> false;
        };
    }

    /** Returns what to do, with a colon before it; empty where there is nothing to say. */
    static String advice(int code) {
        return switch (code) {
            case ResultCode.RECORD_TOO_BIG -> ": leave out columns with a transform, or raise max-record-size";
            case ResultCode.FAIL_FORBIDDEN ->
                ": the set may be full (stop-writes-count, stop-writes-size), or the namespace takes no TTL (nsup-period"
                        + " 0), no delete that is not durable (set durable.delete=true) or no writes but XDR's";
            case ResultCode.BIN_NAME_TOO_LONG ->
                ": the name of a bin is too long, or, before server 7.0, the namespace has too many different ones";
            case ResultCode.INVALID_NAMESPACE -> ": check aerospike.namespace";
            case ResultCode.ROLE_VIOLATION -> ": the user needs the role read-write on the namespace";
            case ResultCode.SECURITY_NOT_SUPPORTED, ResultCode.SECURITY_NOT_ENABLED ->
                ": this server knows no users; leave out aerospike.username";
            case ResultCode.INVALID_USER,
                    ResultCode.INVALID_PASSWORD,
                    ResultCode.EXPIRED_PASSWORD,
                    ResultCode.FORBIDDEN_PASSWORD,
                    ResultCode.INVALID_CREDENTIAL,
                    ResultCode.SECURITY_SCHEME_NOT_SUPPORTED,
                    ResultCode.NOT_AUTHENTICATED ->
                ": check aerospike.username, aerospike.password and aerospike.auth.mode";
            case ResultCode.NOT_WHITELISTED -> ": the user may not come from this worker's address";
            case ResultCode.ENTERPRISE_ONLY -> ": this server is no Enterprise Edition; set durable.delete=false";
            case ResultCode.BATCH_MAX_REQUESTS_EXCEEDED ->
                ": lower batch.size, or raise the server's batch-max-requests";
            case ResultCode.BATCH_DISABLED -> ": raise the server's batch-max-requests";
            case ResultCode.PARAMETER_ERROR -> ": a name or a TTL is not one the server takes";
            default -> "";
        };
    }
}
