package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.ResultCode;
import io.odsconnect.aerospike.client.ResultMeaning.Consequence;
import io.odsconnect.common.sink.Outcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What becomes of a write after a result code that is an error, see {@link ResultMeaning}. */
final class Results {

    private Results() {}

    /**
     * Returns what becomes of a write.
     *
     * @param code one of {@link ResultCode}
     * @param inDoubt whether the server may have done it all the same
     * @param cause what the client threw, or null
     */
    static Outcome of(int code, boolean inDoubt, @Nullable Throwable cause) {
        ResultMeaning meaning = ResultMeaning.of(code);
        String says = "Aerospike says: " + ResultCode.getResultString(code) + " (result code " + code + ")";
        if (code == ResultCode.CLIENT_ERROR && cause instanceof AerospikeException client) {
            // The client's own code says nothing; its text does, of nodes and connections.
            says += ": " + client.getBaseMessage();
        }
        if (inDoubt) {
            return new Outcome.Retry(says + ", and it is not known whether the write was done", cause);
        }
        String reason = says + ": " + meaning.why();
        return switch (meaning.consequence()) {
            case FAIL, USER -> new Outcome.Fatal(reason, cause);
            case REJECT, SPLIT -> new Outcome.Rejected(reason, cause);
            case RETRY, DONE -> new Outcome.Retry(reason, cause);
        };
    }

    /** Says whether the server does not let the user in, or not do what it has to. */
    static boolean isOfTheUser(int code) {
        return ResultMeaning.of(code).consequence() == Consequence.USER;
    }

    /** Says whether it is a write that the server does not take, and never will. */
    static boolean isOfTheRecord(int code) {
        return ResultMeaning.of(code).consequence() == Consequence.REJECT;
    }

    /** Returns what to do, with a colon before it. */
    static String advice(int code) {
        return ": " + ResultMeaning.of(code).why();
    }

    /**
     * Says whether what the client threw is no failure of a server or of the way to it: then something in the batch is at
     * fault, or the client.
     */
    static boolean isOfTheBatch(AerospikeException failure) {
        if (failure.getResultCode() != ResultCode.CLIENT_ERROR) {
            return ResultMeaning.of(failure.getResultCode()).consequence() == Consequence.SPLIT;
        }
        Throwable cause = failure.getCause();
        if (cause == null) {
            // An answer that cannot be read comes after something was sent; a value that cannot be written before.
            return !failure.getInDoubt();
        }
        // What a thread of the client dies of comes wrapped.
        return !(cause instanceof IOException) && !(cause instanceof AerospikeException);
    }
}
