package io.odsconnect.aerospike.client;

import com.aerospike.client.ResultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a result code of the server or of its client means for a write.
 *
 * @param code the number
 * @param name as the server's {@code proto.h} has it
 * @param consequence what becomes of the write
 * @param why the reason, and what to do about it: a sentence
 */
record ResultMeaning(int code, String name, Consequence consequence, String why) {

    /** What becomes of a write. */
    enum Consequence {

        /** It is an answer. */
        DONE("an answer"),

        /** The server cannot take it now, whatever is in it. */
        RETRY("retry"),

        /** The server never takes this one. */
        REJECT("bad record"),

        /** The server takes none like it before somebody has mended something. */
        FAIL("the task fails"),

        /** The server does not let the user in, or not do what it has to. */
        USER("the task fails"),

        /** Something in the batch is at fault, and is looked for. */
        SPLIT("the row to blame is looked for");

        private final String text;

        Consequence(String text) {
            this.text = text;
        }
    }

    private static final String UNASKED = "The sink sends nothing that is answered so: report it.";

    private static final String LOGIN = "Check aerospike.username, aerospike.password and aerospike.auth.mode.";

    /** Of a code that is in no list: no row is lost for it, and somebody has to look. */
    private static final String UNKNOWN = "This sink does not know the code: see the server's release notes.";

    /** All codes of server 8.1 ({@code proto.h}) and of the client 9.2. */
    static final List<ResultMeaning> ALL = all();

    private static final Map<Integer, ResultMeaning> BY_CODE =
            ALL.stream().collect(Collectors.toMap(ResultMeaning::code, Function.identity()));

    /** Returns the meaning of a code, of one that is in no list too. */
    static ResultMeaning of(int code) {
        ResultMeaning known = BY_CODE.get(code);
        return known == null ? new ResultMeaning(code, "?", Consequence.FAIL, UNKNOWN) : known;
    }

    /** Returns the table of the documentation, in Markdown. */
    static String table() {
        StringBuilder table = new StringBuilder("| Code | Name | What the sink does | Why |\n|---|---|---|---|\n");
        for (ResultMeaning each : ALL) {
            table.append(String.format(
                    Locale.ROOT, "| %d | %s | %s | %s |%n", each.code, each.name, each.consequence.text, each.why));
        }
        return table.toString().replace("\r", "");
    }

    private static List<ResultMeaning> all() {
        List<ResultMeaning> all = new ArrayList<>();
        answers(all);
        retries(all);
        badRecords(all);
        refusalsOfTheUser(all);
        mistakes(all);
        return List.copyOf(all);
    }

    private static void answers(List<ResultMeaning> all) {
        add(all, ResultCode.OK, "OK", Consequence.DONE, "The server did it.");
        add(
                all,
                ResultCode.KEY_NOT_FOUND_ERROR,
                "NOT_FOUND",
                Consequence.DONE,
                "There is no such row or marker, which is an answer.");
        add(
                all,
                ResultCode.FILTERED_OUT,
                "FILTERED_OUT",
                Consequence.DONE,
                "The stored position is higher, so nothing was done.");
    }

    private static void retries(List<ResultMeaning> all) {
        add(all, ResultCode.SERVER_ERROR, "UNKNOWN", Consequence.RETRY, "The server failed, see its log.");
        add(
                all,
                ResultCode.CLUSTER_KEY_MISMATCH,
                "CLUSTER_KEY_MISMATCH",
                Consequence.RETRY,
                "Nodes are joining or leaving.");
        add(
                all,
                ResultCode.SERVER_MEM_ERROR,
                "OUT_OF_SPACE",
                Consequence.RETRY,
                "The namespace is at a stop-writes limit (memory, index or disk), or the server is out of memory: add space or delete. Rows are deleted meanwhile; only their markers wait.");
        add(
                all,
                ResultCode.TIMEOUT,
                "TIMEOUT",
                Consequence.RETRY,
                "The server did not do it in time; it may have done it later.");
        add(
                all,
                ResultCode.PARTITION_UNAVAILABLE,
                "UNAVAILABLE",
                Consequence.RETRY,
                "No node has the partition, or it is being handed over.");
        add(
                all,
                ResultCode.KEY_BUSY,
                "KEY_BUSY",
                Consequence.RETRY,
                "Too many requests for one record wait (transaction-pending-limit).");
        add(all, ResultCode.SCAN_ABORT, "QUERY_ABORT", Consequence.RETRY, "A scan was ended by the server.");
        add(
                all,
                ResultCode.DEVICE_OVERLOAD,
                "DEVICE_OVERLOAD",
                Consequence.RETRY,
                "The device cannot keep up with what is written to it.");
        add(
                all,
                ResultCode.FAIL_FORBIDDEN,
                "FORBIDDEN",
                Consequence.RETRY,
                "The namespace or the set refuses writes now, whatever the row: the set is at stop-writes-count or stop-writes-size; it was truncated and the nodes' clocks differ; the clocks differ so much that all writes stop; the namespace takes no TTL (nsup-period 0), no delete that is not durable (durable.delete=true), or no writes but those of XDR.");
        add(
                all,
                ResultCode.BIN_NAME_TOO_LONG,
                "BIN_NAME",
                Consequence.RETRY,
                "Before server 7.0: the namespace has as many different bin names as it may have. The length of names is checked before.");
        add(
                all,
                ResultCode.LOST_CONFLICT,
                "LOST_CONFLICT",
                Consequence.RETRY,
                "A write of another cluster won for now.");
        add(all, ResultCode.XDR_KEY_BUSY, "XDR_KEY_BUSY", Consequence.RETRY, "XDR is still shipping the record.");
        add(
                all,
                ResultCode.EXPIRED_SESSION,
                "EXPIRED_SESSION",
                Consequence.RETRY,
                "The login has ended; the client logs in again.");
        add(
                all,
                ResultCode.QUOTA_EXCEEDED,
                "QUOTA_EXCEEDED",
                Consequence.RETRY,
                "The user's quota of writes is used up for now.");
        add(all, 94, "LDAP_QUERY", Consequence.RETRY, "The server could not ask the directory.");
        add(
                all,
                ResultCode.MRT_BLOCKED,
                "MRT_BLOCKED",
                Consequence.RETRY,
                "A transaction of somebody else holds the record.");
        add(
                all,
                ResultCode.BATCH_QUEUES_FULL,
                "BATCH_QUEUES_FULL",
                Consequence.RETRY,
                "The node has too many batches under way.");
        add(
                all,
                ResultCode.CLIENT_ERROR,
                "client: error",
                Consequence.RETRY,
                "The client had trouble with a node. Where it is the client itself that failed, the row to blame is looked for.");
        add(
                all,
                ResultCode.PARSE_ERROR,
                "client: parse error",
                Consequence.RETRY,
                "The client cannot read an answer: check that aerospike.hosts are Aerospike nodes, and nothing in between changes the data.");
        add(
                all,
                ResultCode.INVALID_NODE_ERROR,
                "client: no node",
                Consequence.RETRY,
                "No node is known for the partition.");
        add(all, ResultCode.SCAN_TERMINATED, "client: scan ended", Consequence.RETRY, "A scan was ended.");
        add(all, ResultCode.QUERY_TERMINATED, "client: query ended", Consequence.RETRY, "A scan was ended.");
        add(
                all,
                ResultCode.NO_MORE_CONNECTIONS,
                "client: no more connections",
                Consequence.RETRY,
                "All connections to a node are in use.");
        add(
                all,
                ResultCode.SERVER_NOT_AVAILABLE,
                "client: server not available",
                Consequence.RETRY,
                "A node cannot be reached, or its connection ended.");
        add(all, ResultCode.ASYNC_QUEUE_FULL, "client: queue full", Consequence.RETRY, "The client's queue is full.");
        add(
                all,
                ResultCode.MAX_RETRIES_EXCEEDED,
                "client: retries used up",
                Consequence.RETRY,
                "The client's own retries (aerospike.max.retries) did not help.");
        add(
                all,
                ResultCode.MAX_ERROR_RATE,
                "client: error rate",
                Consequence.RETRY,
                "The client leaves a node alone that failed often.");
        add(
                all,
                ResultCode.NO_RESPONSE,
                "client: no response",
                Consequence.RETRY,
                "The answer to the row did not come.");
        add(all, ResultCode.BATCH_FAILED, "client: batch failed", Consequence.RETRY, "A part of the batch failed.");
    }

    private static void badRecords(List<ResultMeaning> all) {
        add(
                all,
                ResultCode.PARAMETER_ERROR,
                "PARAMETER",
                Consequence.REJECT,
                "The server does not take a name or a value of the row. Where it is the number of sets that the namespace is at the limit of, the write is retried instead.");
        add(
                all,
                ResultCode.BIN_TYPE_ERROR,
                "INCOMPATIBLE_TYPE",
                Consequence.REJECT,
                "A value is not of the type that the server takes in this bin.");
        add(
                all,
                ResultCode.RECORD_TOO_BIG,
                "RECORD_TOO_BIG",
                Consequence.REJECT,
                "The row is larger than max-record-size: leave out columns with a transform, or raise max-record-size.");
        add(
                all,
                ResultCode.KEY_MISMATCH,
                "KEY_MISMATCH",
                Consequence.REJECT,
                "A record with another user key has the same digest.");
        add(
                all,
                ResultCode.SERIALIZE_ERROR,
                "client: serialize error",
                Consequence.SPLIT,
                "The client cannot write a value.");
    }

    private static void refusalsOfTheUser(List<ResultMeaning> all) {
        add(
                all,
                ResultCode.SECURITY_NOT_SUPPORTED,
                "SECURITY NOT_SUPPORTED",
                Consequence.USER,
                "This server knows no users; leave out aerospike.username.");
        add(
                all,
                ResultCode.SECURITY_NOT_ENABLED,
                "SECURITY NOT_CONFIGURED",
                Consequence.USER,
                "This server knows no users; leave out aerospike.username.");
        add(all, ResultCode.SECURITY_SCHEME_NOT_SUPPORTED, "SECURITY SCHEME", Consequence.USER, LOGIN);
        add(all, ResultCode.INVALID_COMMAND, "SECURITY COMMAND", Consequence.USER, LOGIN);
        add(all, ResultCode.INVALID_FIELD, "SECURITY FIELD", Consequence.USER, LOGIN);
        add(all, ResultCode.ILLEGAL_STATE, "SECURITY STATE", Consequence.USER, LOGIN);
        add(all, ResultCode.INVALID_USER, "SECURITY USER", Consequence.USER, LOGIN);
        add(all, ResultCode.INVALID_PASSWORD, "SECURITY PASSWORD", Consequence.USER, LOGIN);
        add(all, ResultCode.EXPIRED_PASSWORD, "SECURITY EXPIRED_PASSWORD", Consequence.USER, LOGIN);
        add(all, ResultCode.FORBIDDEN_PASSWORD, "SECURITY FORBIDDEN_PASSWORD", Consequence.USER, LOGIN);
        add(all, ResultCode.INVALID_CREDENTIAL, "SECURITY CREDENTIAL", Consequence.USER, LOGIN);
        add(all, ResultCode.NOT_AUTHENTICATED, "NOT_AUTHENTICATED", Consequence.USER, LOGIN);
        add(
                all,
                ResultCode.ROLE_VIOLATION,
                "ROLE_VIOLATION",
                Consequence.USER,
                "The user needs the role read-write on the namespace.");
        add(
                all,
                ResultCode.NOT_WHITELISTED,
                "NOT_WHITELISTED",
                Consequence.USER,
                "The user may not come from this worker's address.");
        add(
                all,
                90,
                "LDAP_NOT_CONFIGURED",
                Consequence.USER,
                "The server asks no directory: choose another aerospike.auth.mode.");
        add(all, 91, "LDAP_SETUP", Consequence.USER, "The server's directory is set up wrong.");
        add(all, 92, "LDAP_TLS_SETUP", Consequence.USER, "TLS to the server's directory is set up wrong.");
        add(all, 93, "LDAP_AUTHENTICATION", Consequence.USER, LOGIN);
    }

    private static void mistakes(List<ResultMeaning> all) {
        add(all, ResultCode.GENERATION_ERROR, "GENERATION", Consequence.FAIL, UNASKED);
        add(all, ResultCode.KEY_EXISTS_ERROR, "RECORD_EXISTS", Consequence.FAIL, UNASKED);
        add(all, ResultCode.BIN_EXISTS_ERROR, "BIN_EXISTS", Consequence.FAIL, UNASKED);
        add(
                all,
                ResultCode.ALWAYS_FORBIDDEN,
                "UNUSED_10",
                Consequence.FAIL,
                "The server's configuration never allows such a write.");
        add(
                all,
                ResultCode.UNSUPPORTED_FEATURE,
                "UNSUPPORTED_FEATURE",
                Consequence.FAIL,
                "The server, or the namespace as it is configured, does not know something that the sink needs: the sink needs server 6.0 or newer on all nodes.");
        add(all, ResultCode.BIN_NOT_FOUND, "BIN_NOT_FOUND", Consequence.FAIL, UNASKED);
        add(
                all,
                ResultCode.INVALID_NAMESPACE,
                "NAMESPACE",
                Consequence.FAIL,
                "The cluster has no such namespace: check aerospike.namespace. Where columns of the row are in its name, the row is rejected instead.");
        add(all, ResultCode.ELEMENT_NOT_FOUND, "ELEMENT_NOT_FOUND", Consequence.FAIL, UNASKED);
        add(all, ResultCode.ELEMENT_EXISTS, "ELEMENT_EXISTS", Consequence.FAIL, UNASKED);
        add(
                all,
                ResultCode.ENTERPRISE_ONLY,
                "ENTERPRISE_ONLY",
                Consequence.FAIL,
                "This server is no Enterprise Edition; set durable.delete=false.");
        add(all, ResultCode.OP_NOT_APPLICABLE, "OP_NOT_APPLICABLE", Consequence.FAIL, UNASKED);
        add(all, ResultCode.USER_ALREADY_EXISTS, "SECURITY USER_EXISTS", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INVALID_ROLE, "SECURITY ROLE", Consequence.FAIL, UNASKED);
        add(all, ResultCode.ROLE_ALREADY_EXISTS, "SECURITY ROLE_EXISTS", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INVALID_PRIVILEGE, "SECURITY PRIVILEGE", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INVALID_WHITELIST, "SECURITY WHITELIST", Consequence.FAIL, UNASKED);
        add(all, ResultCode.QUOTAS_NOT_ENABLED, "SECURITY QUOTAS_NOT_ENABLED", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INVALID_QUOTA, "SECURITY QUOTA", Consequence.FAIL, UNASKED);
        add(all, ResultCode.UDF_BAD_RESPONSE, "UDF_EXECUTION", Consequence.FAIL, UNASKED);
        add(all, ResultCode.MRT_VERSION_MISMATCH, "MRT_VERSION_MISMATCH", Consequence.FAIL, UNASKED);
        add(all, ResultCode.MRT_EXPIRED, "MRT_EXPIRED", Consequence.FAIL, UNASKED);
        add(all, ResultCode.MRT_TOO_MANY_WRITES, "MRT_TOO_MANY_WRITES", Consequence.FAIL, UNASKED);
        add(all, ResultCode.MRT_COMMITTED, "MRT_COMMITTED", Consequence.FAIL, UNASKED);
        add(all, ResultCode.MRT_ABORTED, "MRT_ABORTED", Consequence.FAIL, UNASKED);
        add(all, ResultCode.MRT_ALREADY_LOCKED, "MRT_ALREADY_LOCKED", Consequence.FAIL, UNASKED);
        add(all, ResultCode.MRT_MONITOR_EXISTS, "MRT_MONITOR_EXISTS", Consequence.FAIL, UNASKED);
        add(
                all,
                ResultCode.BATCH_DISABLED,
                "BATCH_DISABLED",
                Consequence.FAIL,
                "The server takes no batches: raise its batch-max-requests.");
        add(
                all,
                ResultCode.BATCH_MAX_REQUESTS_EXCEEDED,
                "BATCH_MAX_REQUESTS",
                Consequence.FAIL,
                "Lower batch.size, or raise the server's batch-max-requests.");
        add(all, 160, "GEO_INVALID_GEOJSON", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INDEX_FOUND, "SINDEX_FOUND", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INDEX_NOTFOUND, "SINDEX_NOT_FOUND", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INDEX_OOM, "SINDEX_OOM", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INDEX_NOTREADABLE, "SINDEX_NOT_READABLE", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INDEX_GENERIC, "SINDEX_GENERIC", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INDEX_NAME_MAXLEN, "SINDEX_NAME", Consequence.FAIL, UNASKED);
        add(all, ResultCode.INDEX_MAXCOUNT, "SINDEX_MAX_COUNT", Consequence.FAIL, UNASKED);
        add(all, ResultCode.TXN_FAILED, "client: transaction failed", Consequence.FAIL, UNASKED);
        add(all, ResultCode.TXN_ALREADY_COMMITTED, "client: transaction committed", Consequence.FAIL, UNASKED);
        add(all, ResultCode.TXN_ALREADY_ABORTED, "client: transaction aborted", Consequence.FAIL, UNASKED);
    }

    private static void add(List<ResultMeaning> all, int code, String name, Consequence consequence, String why) {
        all.add(new ResultMeaning(code, name, consequence, why));
    }
}
