package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.command.Reply.BinResult;
import io.odsconnect.testbed.aerospike.store.Bins;
import io.odsconnect.testbed.aerospike.store.ParticleMath;
import io.odsconnect.testbed.aerospike.wire.Attributes;
import io.odsconnect.testbed.aerospike.wire.BinOperation;
import io.odsconnect.testbed.aerospike.wire.Particle;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.Request;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.util.List;

/**
 * The operations of a write: checked before the record is looked at, then applied to its bins one by one.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/transaction/write.c">write.c of the
 *     server, "write_master_policies" and "write_master_bin_ops_loop"</a>
 */
final class WriteOperations {

    private static final int MOST_OPERATIONS = 32 * 1024;
    private static final int COLLECTION_READ = 3;
    private static final int COLLECTION_MODIFY = 4;
    private static final int BITS_READ = 12;
    private static final int BITS_MODIFY = 13;
    private static final int HYPER_LOG_LOG_READ = 15;
    private static final int HYPER_LOG_LOG_MODIFY = 16;

    private final List<BinOperation> operations;
    private final Attributes attributes;
    private final boolean mustNotCreate;

    private WriteOperations(List<BinOperation> operations, Attributes attributes, boolean mustNotCreate) {
        this.operations = operations;
        this.attributes = attributes;
        this.mustNotCreate = mustNotCreate;
    }

    /**
     * Checks what can be checked without the record.
     *
     * @throws RefusedException if the server would refuse the write whatever the record
     */
    static WriteOperations check(Request request) {
        Attributes attributes = request.attributes();
        List<BinOperation> operations = request.operations();
        if (operations.isEmpty() || operations.size() > MOST_OPERATIONS) {
            throw refused("a write of " + operations.size() + " operations");
        }
        boolean mustNotCreate = attributes.mustNotCreate();
        int readsOfAll = 0;
        int reads = 0;
        for (BinOperation operation : operations) {
            checkReplace(operation, attributes);
            if (operation.type() == BinOperation.TOUCH) {
                mustNotCreate = true;
                continue;
            }
            operation.checkName();
            if (readsAll(operation, attributes)) {
                readsOfAll++;
            } else if (operation.isRead()) {
                reads++;
            }
        }
        checkReads(attributes, reads, readsOfAll);
        return new WriteOperations(operations, attributes, mustNotCreate);
    }

    private static void checkReplace(BinOperation operation, Attributes attributes) {
        boolean setsBin =
                operation.type() == BinOperation.WRITE && operation.value().type() != Particle.NULL;
        if (attributes.replaces() && !setsBin && !operation.isRead()) {
            throw refused("an operation of type " + operation.type() + " in a write that replaces the record");
        }
    }

    private static void checkReads(Attributes attributes, int reads, int readsOfAll) {
        if (reads + readsOfAll > 0 && !attributes.reads()) {
            throw refused("a read in a write that is not marked as reading");
        }
        if (readsOfAll > 1 || (readsOfAll == 1 && (attributes.answersEveryOperation() || reads > 0))) {
            throw refused("a read of all bins beside other reads");
        }
        if (attributes.readsAllBins() && readsOfAll == 0) {
            throw refused("a write that is marked as reading all bins, without such a read");
        }
    }

    /** Says whether the record must be there already. */
    boolean mustNotCreate() {
        return mustNotCreate;
    }

    /** Changes {@code bins} and adds what is answered to {@code results}. */
    void apply(Bins bins, List<BinResult> results) {
        for (BinOperation operation : operations) {
            if (readsAll(operation, attributes)) {
                results.addAll(Reply.all(bins));
                continue;
            }
            Particle answer = apply(operation, bins);
            boolean answersAlways = attributes.answersEveryOperation() && operation.type() != BinOperation.TOUCH;
            if (answer.type() != Particle.NULL || answersAlways) {
                results.add(new BinResult(operation.type(), operation.bin(), answer));
            }
        }
    }

    private static Particle apply(BinOperation operation, Bins bins) {
        String bin = operation.bin();
        Particle value = operation.value();
        switch (operation.type()) {
            case BinOperation.TOUCH -> {}
            case BinOperation.READ -> {
                Particle stored = bins.get(bin);
                return stored == null ? Particle.NONE : stored;
            }
            case BinOperation.WRITE -> {
                if (value.type() == Particle.NULL) {
                    bins.remove(bin);
                } else {
                    bins.put(bin, ParticleMath.checked(value));
                }
            }
            case BinOperation.ADD -> bins.put(bin, ParticleMath.add(bins.get(bin), value));
            case BinOperation.APPEND -> bins.put(bin, ParticleMath.append(bins.get(bin), value));
            case BinOperation.PREPEND -> bins.put(bin, ParticleMath.prepend(bins.get(bin), value));
            case BinOperation.DELETE -> bins.clear();
            default -> throw unknown(operation);
        }
        return Particle.NONE;
    }

    /** Returns the refusal of an operation that is not one here. */
    static RefusedException unknown(BinOperation operation) {
        return switch (operation.type()) {
            case COLLECTION_READ, COLLECTION_MODIFY -> unsupported("an operation on a list or map");
            case BITS_READ, BITS_MODIFY -> unsupported("an operation on the bits of a blob");
            case HYPER_LOG_LOG_READ, HYPER_LOG_LOG_MODIFY -> unsupported("an operation on a HyperLogLog");
            case BinOperation.EXPRESSION_READ, BinOperation.EXPRESSION_WRITE ->
                unsupported("an expression as an operation");
            default -> refused("an operation of type " + operation.type());
        };
    }

    private static boolean readsAll(BinOperation operation, Attributes attributes) {
        return operation.type() == BinOperation.READ && operation.bin().isEmpty() && attributes.readsAllBins();
    }

    private static RefusedException refused(String what) {
        return RefusedException.because(ResultCode.PARAMETER, what);
    }

    private static RefusedException unsupported(String what) {
        return RefusedException.because(ResultCode.UNSUPPORTED_FEATURE, what);
    }
}
