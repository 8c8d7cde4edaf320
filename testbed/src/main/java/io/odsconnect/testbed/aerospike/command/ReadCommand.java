package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.command.Reply.BinResult;
import io.odsconnect.testbed.aerospike.store.Bins;
import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.wire.BinOperation;
import io.odsconnect.testbed.aerospike.wire.Particle;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Get, exists, header, operate with reads only.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/transaction/read.c">read.c of the
 *     server</a>
 */
final class ReadCommand {

    private static final int NEVER_TOUCH = -1;

    private ReadCommand() {}

    static Reply run(Namespace namespace, RecordCommand command) {
        if (command.attributes().readsLinearized()) {
            throw RefusedException.because(ResultCode.ENTERPRISE_ONLY, "a linearized read");
        }
        command.request().fields().refuseTransaction();
        StoredRecord stored = namespace.get(command.digest());
        if (stored == null) {
            return Reply.of(ResultCode.NOT_FOUND);
        }
        command.checkSetIfNamed(stored);
        checkTouch(command, stored);
        command.checkFilter(stored);
        command.checkKey(stored);
        return Reply.of(stored, results(command, stored.bins()));
    }

    /** A read may ask to prolong the record's life, in percent of its time to live. */
    private static void checkTouch(RecordCommand command, StoredRecord stored) {
        int percent = command.request().ttl();
        if (stored.voidTime() != 0 && percent != 0 && percent != NEVER_TOUCH) {
            throw RefusedException.because(
                    percent < 0 || percent > 100 ? ResultCode.PARAMETER : ResultCode.UNSUPPORTED_FEATURE,
                    "a read that prolongs the record's life");
        }
    }

    private static List<BinResult> results(RecordCommand command, Bins bins) {
        if (command.attributes().readsNoBins()) {
            return List.of();
        }
        if (command.attributes().readsAllBins()) {
            return Reply.all(bins);
        }
        List<BinOperation> operations = command.request().operations();
        if (operations.isEmpty()) {
            throw RefusedException.because(ResultCode.PARAMETER, "a read of no bin");
        }
        return select(operations, bins, command.attributes().answersEveryOperation());
    }

    /** Reads the bins that the operations name. */
    static List<BinResult> select(List<BinOperation> operations, Bins bins, boolean answersEvery) {
        List<BinResult> results = new ArrayList<>(operations.size());
        for (BinOperation operation : operations) {
            operation.checkName();
            if (operation.type() != BinOperation.READ) {
                throw WriteOperations.unknown(operation);
            }
            Particle value = bins.get(operation.bin());
            if (value != null) {
                results.add(new BinResult(BinOperation.READ, operation.bin(), value));
            } else if (answersEvery) {
                results.add(new BinResult(BinOperation.READ, operation.bin(), Particle.NONE));
            }
        }
        return results;
    }
}
