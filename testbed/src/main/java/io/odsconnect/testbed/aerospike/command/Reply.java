package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.store.Bins;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.wire.BinOperation;
import io.odsconnect.testbed.aerospike.wire.Particle;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.Utf8;
import io.odsconnect.testbed.aerospike.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a command on one record.
 *
 * @param code how it went
 * @param generation the record's generation, 0 for none
 * @param voidTime when the record ends, in seconds from 2010; 0 is never
 * @param results what the operations gave, in their order
 */
record Reply(ResultCode code, int generation, int voidTime, List<BinResult> results) {

    /**
     * What one operation gave.
     *
     * @param operation the number of the operation that is answered
     * @param bin the bin's name
     * @param value its value, or {@link Particle#NONE}
     */
    record BinResult(int operation, String bin, Particle value) {}

    /** Bytes of a message's header. */
    private static final int HEADER_SIZE = 22;

    /** Bytes of an operation between its length and the bin's name. */
    private static final int OPERATION_HEADER = 4;

    /** Returns an answer without a record. */
    static Reply of(ResultCode code) {
        return new Reply(code, 0, 0, List.of());
    }

    /** Returns an answer with a record's metadata and some results. */
    static Reply of(StoredRecord stored, List<BinResult> results) {
        return new Reply(ResultCode.OK, stored.generation(), stored.voidTime(), results);
    }

    /** Returns all bins, as results of reads. */
    static List<BinResult> all(Bins bins) {
        List<BinResult> results = new ArrayList<>(bins.size());
        for (int i = 0; i < bins.size(); i++) {
            results.add(new BinResult(BinOperation.READ, bins.name(i), bins.value(i)));
        }
        return results;
    }

    /**
     * Writes the message, without a frame.
     *
     * @param row the number of the row in a batch, or 0
     */
    void write(WireWriter out, int row) {
        header(out, 0, code, generation, voidTime, row, 0, results.size());
        results.forEach(result -> write(out, result));
    }

    /** Writes the message that says that no more will come, without a frame. */
    static void writeLast(WireWriter out, int info3, ResultCode code) {
        header(out, info3, code, 0, 0, 0, 0, 0);
    }

    /** Writes the header of a message. */
    static void header(
            WireWriter out,
            int info3,
            ResultCode code,
            int generation,
            int voidTime,
            int row,
            int fieldCount,
            int operationCount) {
        out.u8(HEADER_SIZE).u8(0).u8(0).u8(info3).u8(0).u8(code.code());
        out.i32(generation).i32(voidTime).i32(row).u16(fieldCount).u16(operationCount);
    }

    /** Writes one result. */
    static void write(WireWriter out, BinResult result) {
        byte[] name = Utf8.bytes(result.bin());
        byte[] value = result.value().bytes();
        out.i32(OPERATION_HEADER + name.length + value.length);
        out.u8(result.operation()).u8(result.value().type()).u8(0).u8(name.length);
        out.put(name).put(value);
    }
}
