package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.expression.Filter;
import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.wire.Attributes;
import io.odsconnect.testbed.aerospike.wire.BinOperation;
import io.odsconnect.testbed.aerospike.wire.Fields;
import io.odsconnect.testbed.aerospike.wire.Frame;
import io.odsconnect.testbed.aerospike.wire.MalformedException;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.Request;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.WireReader;
import io.odsconnect.testbed.aerospike.wire.WireWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Many commands in one message, run in their order. Each row is answered; where the client has not asked for all
 * answers, an error other than not found and filtered out is also the answer to the whole, but stops nothing.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/base/batch.c">batch.c of the
 *     server</a>
 */
final class BatchCommand {

    private static final int REPORT_ALL_ERRORS = 4;

    private static final int REPEAT = 1;
    private static final int HAS_INFO_2_AND_3 = 2;
    private static final int HAS_GENERATION = 4;
    private static final int HAS_TTL = 8;
    private static final int HAS_INFO_4 = 16;

    private final RecordCommands commands;
    private final @Nullable Filter filterOfAll;

    /** The filter of the row before: rows of one batch often share theirs. */
    private byte[] filterBytes = new byte[0];

    private @Nullable Filter filter;

    private BatchCommand(RecordCommands commands, @Nullable Filter filterOfAll) {
        this.commands = commands;
        this.filterOfAll = filterOfAll;
    }

    /** Runs a batch and writes all answers. */
    static void run(RecordCommands commands, Request request, WireWriter out) {
        ResultCode code;
        int frame = Frame.begin(out);
        try {
            byte[] filter = request.fields().get(Fields.FILTER);
            byte[] rows = request.fields().get(Fields.BATCH);
            if (rows == null) {
                throw RefusedException.because(ResultCode.PARAMETER, "a batch without rows");
            }
            code = new BatchCommand(commands, filter == null ? null : Filter.compile(filter))
                    .run(new WireReader(rows), out);
        } catch (RefusedException e) {
            commands.tell(e);
            code = e.code();
        }
        Reply.writeLast(out, Attributes.INFO3_LAST, code);
        Frame.end(out, frame, Frame.MESSAGE);
    }

    private ResultCode run(WireReader in, WireWriter out) {
        int count = in.i32();
        boolean reportsAll = (in.u8() & REPORT_ALL_ERRORS) != 0;
        if (count == 0) {
            throw RefusedException.because(ResultCode.PARAMETER, "a batch of no rows");
        }
        ResultCode code = ResultCode.OK;
        Request request = null;
        for (int i = 0; i < count; i++) {
            int row = in.i32();
            Digest digest = Digest.read(in);
            int flags = in.u8();
            if ((flags & REPEAT) == 0) {
                request = readRow(in, flags);
            } else if (request == null) {
                throw new MalformedException("A batch whose first row is like the one before");
            }
            Reply reply = reply(digest, request);
            if (!reportsAll && isFailure(reply.code())) {
                code = reply.code();
            }
            reply.write(out, row);
        }
        return code;
    }

    private Reply reply(Digest digest, Request request) {
        try {
            return commands.run(digest, request, filterFor(request));
        } catch (RefusedException e) {
            commands.tell(e);
            return Reply.of(e.code());
        }
    }

    private @Nullable Filter filterFor(Request request) {
        byte[] bytes = request.fields().get(Fields.FILTER);
        if (bytes == null) {
            return filterOfAll;
        }
        if (!Arrays.equals(bytes, filterBytes)) {
            filter = Filter.onFirstUse(bytes);
            filterBytes = bytes;
        }
        return filter;
    }

    private static Request readRow(WireReader in, int flags) {
        int info1 = in.u8();
        boolean hasInfo = (flags & HAS_INFO_2_AND_3) != 0;
        int info2 = hasInfo ? in.u8() : 0;
        int info3 = hasInfo ? in.u8() : 0;
        int info4 = (flags & HAS_INFO_4) != 0 ? in.u8() : 0;
        int generation = (flags & HAS_GENERATION) != 0 ? in.u16() : 0;
        int ttl = (flags & HAS_TTL) != 0 ? in.i32() : 0;
        int fieldCount = in.u16();
        int operationCount = in.u16();
        Fields fields = Fields.read(in, fieldCount);
        return new Request(
                new Attributes(info1, info2, info3, info4),
                generation,
                ttl,
                fields,
                BinOperation.read(in, operationCount));
    }

    private static boolean isFailure(ResultCode code) {
        return code != ResultCode.OK && code != ResultCode.NOT_FOUND && code != ResultCode.FILTERED_OUT;
    }
}
