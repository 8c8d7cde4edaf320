package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.expression.Filter;
import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.wire.Attributes;
import io.odsconnect.testbed.aerospike.wire.Fields;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.Request;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A command on one record, ready to run, and the checks that reads, writes and deletes share.
 *
 * @param digest which record
 * @param request what to do
 * @param set the set that the client names, or null
 * @param key the key that the client sends along, or null
 * @param filter whether to do it, or null for always
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read only.
record RecordCommand(
        Digest digest,
        Request request,
        @Nullable String set,
        byte @Nullable [] key,
        @Nullable Filter filter) {

    /** Takes a request apart. */
    static RecordCommand of(Digest digest, Request request, @Nullable Filter filter) {
        Fields fields = request.fields();
        return new RecordCommand(digest, request, fields.text(Fields.SET), fields.get(Fields.KEY), filter);
    }

    Attributes attributes() {
        return request.attributes();
    }

    /** A read or a delete need not name the set, but must not name another. */
    void checkSetIfNamed(StoredRecord stored) {
        if (set != null && !set.equals(stored.set())) {
            throw otherSet();
        }
    }

    /** A write must name the very set. */
    void checkSet(StoredRecord stored) {
        if (set == null ? stored.set() != null : !set.equals(stored.set())) {
            throw otherSet();
        }
    }

    /** The key that comes along must be the one that is stored, if there is one. */
    void checkKey(StoredRecord stored) {
        if (key != null && stored.key() != null && !Arrays.equals(key, stored.key())) {
            throw RefusedException.because(ResultCode.KEY_MISMATCH, "another key with the same digest");
        }
    }

    /** The generation must be as the client expects. */
    void checkGeneration(int stored) {
        if (!attributes().accepts(request.generation(), stored)) {
            throw RefusedException.quietly(ResultCode.GENERATION);
        }
    }

    /** The filter is asked only where there is a record. */
    void checkFilter(StoredRecord stored) {
        if (filter != null && !filter.accepts(digest, stored)) {
            throw RefusedException.quietly(ResultCode.FILTERED_OUT);
        }
    }

    private static RefusedException otherSet() {
        return RefusedException.because(ResultCode.PARAMETER, "a record of another set under the same digest");
    }
}
