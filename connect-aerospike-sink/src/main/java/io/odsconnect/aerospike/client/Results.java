package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.BatchRecord;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.ResultCode;
import com.aerospike.client.policy.BatchPolicy;
import io.odsconnect.aerospike.client.ResultMeaning.Consequence;
import io.odsconnect.common.sink.Outcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a write after a result code that is an error, see {@link ResultMeaning}. */
final class Results {

    private Results() {}

    /**
     * Sends a batch. The result of each record is in the record.
     *
     * @return why the batch failed, in whole or in part; null where it did not
     */
    static @Nullable AerospikeException send(IAerospikeClient client, BatchPolicy policy, List<BatchRecord> batch) {
        AerospikeException failure = null;
        try {
            client.operate(policy, batch);
        } catch (AerospikeException e) {
            failure = e;
        } catch (RuntimeException e) {
            // As it comes from the threads of the client where a batch goes to several nodes.
            failure = new AerospikeException(e);
        }
        if (failure != null && failure.getCause() instanceof Error error) {
            throw error;
        }
        return failure;
    }

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
        String reason = says + advice(code);
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

    /** Returns why, and what to do, as the end of a sentence: with a colon before it, and without a full stop. */
    static String advice(int code) {
        String why = ResultMeaning.of(code).why();
        boolean beginsWithWord = Character.isLowerCase(why.charAt(1)) || why.charAt(1) == ' ';
        return ": " + (beginsWithWord ? Character.toLowerCase(why.charAt(0)) : why.charAt(0))
                + why.substring(1, why.length() - 1);
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
        if (cause != null) {
            // What a thread of the client dies of comes wrapped.
            return !(cause instanceof IOException) && !(cause instanceof AerospikeException);
        }
        // The client has one code for a login that fails and for a value that it cannot write: only the place differs.
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("writeBuffer"));
    }
}
