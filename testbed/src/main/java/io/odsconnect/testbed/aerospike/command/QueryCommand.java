package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.command.Reply.BinResult;
import io.odsconnect.testbed.aerospike.expression.Filter;
import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.wire.BinOperation;
import io.odsconnect.testbed.aerospike.wire.Fields;
import io.odsconnect.testbed.aerospike.wire.Frame;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.Request;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.Utf8;
import io.odsconnect.testbed.aerospike.wire.WireReader;
import io.odsconnect.testbed.aerospike.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scan, or a query on the primary index: the records of some partitions, all or those of a set.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/query/query.c">query.c of the server,
 *     "basic_query_job"</a>
 */
final class QueryCommand {

    private static final int CHUNK = 128 * 1024;

    private final Namespace namespace;
    private final Request request;
    private final byte[] namespaceName;
    private final @Nullable String set;
    private final @Nullable Filter filter;
    private final SortedMap<Integer, @Nullable Digest> partitions = new TreeMap<>();
    private final long most;

    /**
     * Takes a request apart.
     *
     * @throws RefusedException if it asks for more than this
     */
    QueryCommand(Namespace namespace, Request request) {
        request.fields().refuseUnknown();
        if (request.attributes().writes()) {
            throw RefusedException.because(ResultCode.UNSUPPORTED_FEATURE, "a query that writes");
        }
        if (!request.attributes().wantsNoPartitionDone()) {
            throw RefusedException.because(ResultCode.UNSUPPORTED_FEATURE, "a query of an older client");
        }
        this.namespace = namespace;
        this.request = request;
        this.namespaceName = Utf8.bytes(namespace.name());
        this.set = request.fields().text(Fields.SET);
        byte[] filterBytes = request.fields().get(Fields.FILTER);
        this.filter = filterBytes == null ? null : Filter.compile(filterBytes);
        byte[] mostBytes = request.fields().get(Fields.MOST_RECORDS);
        this.most = mostBytes == null ? 0 : new WireReader(mostBytes).i64();
        readPartitions();
        if (partitions.isEmpty()) {
            throw RefusedException.because(ResultCode.UNSUPPORTED_FEATURE, "a query of no partition");
        }
        checkOperations();
    }

    private void readPartitions() {
        byte[] whole = request.fields().get(Fields.PARTITIONS);
        for (WireReader in = new WireReader(whole == null ? new byte[0] : whole); in.remaining() > 0; ) {
            add(in.u16LittleEndian(), null);
        }
        byte[] rests = request.fields().get(Fields.DIGESTS);
        for (WireReader in = new WireReader(rests == null ? new byte[0] : rests); in.remaining() > 0; ) {
            Digest after = Digest.read(in);
            add(after.partition(), after);
        }
    }

    private void add(int partition, @Nullable Digest after) {
        if (partition >= Digest.PARTITIONS || partitions.containsKey(partition)) {
            throw RefusedException.because(ResultCode.PARAMETER, "a query of partition " + partition + " twice");
        }
        partitions.put(partition, after);
    }

    private void checkOperations() {
        for (BinOperation operation : request.operations()) {
            if (!BinOperation.isName(operation.bin())) {
                throw RefusedException.because(ResultCode.PARAMETER, "a bin with the name " + operation.bin());
            }
            if (operation.type() != BinOperation.READ) {
                throw WriteOperations.unknown(operation);
            }
        }
    }

    /** Sends the records, but not the message that ends the answer. */
    void run(WireWriter out, OutputStream client) throws IOException {
        long sent = 0;
        int frame = Frame.begin(out);
        for (Map.Entry<Integer, @Nullable Digest> entry : partitions.entrySet()) {
            for (Map.Entry<Digest, StoredRecord> found : namespace.partition(entry.getKey(), entry.getValue())) {
                if (!matches(found.getKey(), found.getValue())) {
                    continue;
                }
                write(out, found.getKey(), found.getValue());
                sent++;
                if (out.size() > CHUNK) {
                    Frame.end(out, frame, Frame.MESSAGE);
                    out.sendTo(client);
                    frame = Frame.begin(out);
                }
                if (sent == most) {
                    Frame.end(out, frame, Frame.MESSAGE);
                    out.sendTo(client);
                    return;
                }
            }
        }
        Frame.end(out, frame, Frame.MESSAGE);
        out.sendTo(client);
    }

    private boolean matches(Digest digest, StoredRecord stored) {
        return (set == null || set.equals(stored.set())) && (filter == null || filter.accepts(digest, stored));
    }

    private void write(WireWriter out, Digest digest, StoredRecord stored) {
        List<BinResult> results = results(stored);
        if (results.isEmpty() && !request.operations().isEmpty()) {
            return; // A record that has none of the bins asked for is left out.
        }
        int fieldCount = 2 + (stored.set() == null ? 0 : 1) + (stored.key() == null ? 0 : 1);
        Reply.header(out, 0, ResultCode.OK, stored.generation(), stored.voidTime(), 0, fieldCount, results.size());
        out.i32(1 + namespaceName.length).u8(Fields.NAMESPACE).put(namespaceName);
        out.i32(1 + Digest.SIZE).u8(Fields.DIGEST);
        digest.write(out);
        if (stored.set() != null) {
            byte[] name = Utf8.bytes(stored.set());
            out.i32(1 + name.length).u8(Fields.SET).put(name);
        }
        if (stored.key() != null) {
            out.i32(1 + stored.key().length).u8(Fields.KEY).put(stored.key());
        }
        results.forEach(result -> Reply.write(out, result));
    }

    private List<BinResult> results(StoredRecord stored) {
        if (request.attributes().readsNoBins()) {
            return List.of();
        }
        if (request.operations().isEmpty()) {
            return Reply.all(stored.bins());
        }
        return ReadCommand.select(
                request.operations(), stored.bins(), request.attributes().answersEveryOperation());
    }
}
