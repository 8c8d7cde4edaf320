package io.odsconnect.testbed.aerospike.wire;

import java.util.List;

/**
 * A command as it came: of a message of its own, or of one row of a batch.
 *
 * @param attributes what kind of command
 * @param generation the generation that a write expects, unsigned
 * @param ttl time to live in seconds, unsigned, or 0 (the namespace's default), -1 (never), -2 (leave it)
 * @param fields which record, and so on
 * @param operations what to do with the bins
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/base/proto.h">as_msg</a>
 */
public record Request(Attributes attributes, int generation, int ttl, Fields fields, List<BinOperation> operations) {

    private static final int HEADER_SIZE = 22;

    /** Reads the body of a message. */
    public static Request read(WireReader in) {
        if (in.u8() != HEADER_SIZE) {
            throw new MalformedException("A message whose header has not " + HEADER_SIZE + " bytes");
        }
        Attributes attributes = new Attributes(in.u8(), in.u8(), in.u8(), in.u8());
        in.u8(); // Result code, for answers.
        int generation = in.i32();
        int ttl = in.i32();
        in.i32(); // How long the client waits: it counts itself.
        int fieldCount = in.u16();
        int operationCount = in.u16();
        Fields fields = Fields.read(in, fieldCount);
        List<BinOperation> operations = BinOperation.read(in, operationCount);
        if (in.remaining() > 0 && !attributes.isBatch()) {
            throw new MalformedException(in.remaining() + " bytes behind the fields and the operations");
        }
        return new Request(attributes, generation, ttl, fields, operations);
    }
}
