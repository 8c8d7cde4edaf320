package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.command.Reply.BinResult;
import io.odsconnect.testbed.aerospike.store.Bins;
import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.aerospike.store.ServerClock;
import io.odsconnect.testbed.aerospike.store.StoredRecord;
import io.odsconnect.testbed.aerospike.store.StoredSize;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Put, touch, operate: the checks come in the server's order, so that of two reasons to refuse the same one is given.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/transaction/write.c">write.c of the
 *     server, "write_master"</a>
 */
final class WriteCommand {

    private static final int USE_DEFAULT = 0;
    private static final int NEVER = -1;
    private static final int LEAVE = -2;
    private static final int LONGEST_TTL = 10 * 365 * 24 * 3600;
    private static final int LONGEST_SET_NAME = 63;
    private static final int LAST_GENERATION = 0xffff;
    private static final int MOST_BINS = 0x7fff;

    private final Namespace namespace;
    private final RecordCommand command;
    private final WriteOperations operations;
    private final boolean isSetFull;
    private List<BinResult> results = List.of();
    private @Nullable StoredRecord written;

    private WriteCommand(Namespace namespace, RecordCommand command) {
        this.namespace = namespace;
        this.command = command;
        this.operations = WriteOperations.check(command.request());
        // Asked before the record is held: counting looks at all.
        this.isSetFull = command.set() != null && namespace.isFull(command.set());
    }

    static Reply run(Namespace namespace, RecordCommand command) {
        WriteCommand write = new WriteCommand(namespace, command);
        command.request().fields().refuseTransaction();
        namespace.change(command.digest(), write::apply);
        StoredRecord written = write.written;
        return written == null ? new Reply(ResultCode.OK, 0, 0, write.results) : Reply.of(written, write.results);
    }

    private @Nullable StoredRecord apply(@Nullable StoredRecord old) {
        checkExistence(old);
        command.checkGeneration(old == null ? 0 : old.generation());
        if (old == null) {
            checkNewSet();
        } else {
            command.checkSet(old);
            command.checkFilter(old);
            command.checkKey(old);
        }
        if (command.key() != null && command.key().length == 0) {
            throw RefusedException.because(ResultCode.UNSUPPORTED_FEATURE, "an empty key");
        }
        checkTtl();

        Bins kept = old == null || command.attributes().replaces() ? Bins.EMPTY : old.bins();
        Bins bins = kept.copyFor(command.request().operations().size());
        results = new ArrayList<>();
        operations.apply(bins, results);
        if (bins.size() > MOST_BINS) {
            throw RefusedException.because(ResultCode.PARAMETER, "a record of " + bins.size() + " bins");
        }
        if (bins.size() == 0) {
            return deleted(kept.size() > 0);
        }
        long now = ServerClock.millis();
        StoredRecord next = new StoredRecord(
                old == null ? command.set() : old.set(),
                old == null || old.key() == null ? command.key() : old.key(),
                bins,
                old == null || old.generation() == LAST_GENERATION ? 1 : old.generation() + 1,
                voidTime(old, now),
                now);
        if (StoredSize.isTooBig(next)) {
            throw RefusedException.quietly(ResultCode.RECORD_TOO_BIG);
        }
        written = next;
        return next;
    }

    private void checkExistence(@Nullable StoredRecord old) {
        if (old == null && operations.mustNotCreate()) {
            throw RefusedException.quietly(ResultCode.NOT_FOUND);
        }
        if (old != null && command.attributes().createsOnly()) {
            throw RefusedException.quietly(ResultCode.RECORD_EXISTS);
        }
    }

    private void checkNewSet() {
        if (command.set() != null && Utf8.length(command.set()) > LONGEST_SET_NAME) {
            throw RefusedException.because(ResultCode.PARAMETER, "a set whose name is too long");
        }
        if (command.set() != null && !namespace.hasRoomFor(command.set())) {
            throw RefusedException.because(ResultCode.PARAMETER, "one more set than a namespace can have");
        }
        if (isSetFull) {
            throw RefusedException.because(ResultCode.FORBIDDEN, "a record in a set at its stop-writes-count");
        }
    }

    private void checkTtl() {
        int ttl = command.request().ttl();
        if (ttl != NEVER && ttl != LEAVE && (ttl < 0 || ttl > LONGEST_TTL)) {
            throw RefusedException.because(
                    ResultCode.PARAMETER, "a time to live of " + Integer.toUnsignedString(ttl) + " s");
        }
        if (ttl > 0 && !namespace.takesTtl()) {
            throw RefusedException.because(ResultCode.FORBIDDEN, "a time to live with nsup-period 0");
        }
    }

    private int voidTime(@Nullable StoredRecord old, long now) {
        int ttl = command.request().ttl();
        return switch (ttl) {
            case USE_DEFAULT -> namespace.defaultTtl() == 0 ? 0 : (int) (now / 1000) + namespace.defaultTtl();
            case NEVER -> 0;
            case LEAVE -> old == null ? 0 : old.voidTime();
            default -> (int) (now / 1000) + ttl;
        };
    }

    /** A record without bins is deleted. */
    private @Nullable StoredRecord deleted(boolean hadBins) {
        if (!hadBins) {
            throw RefusedException.quietly(ResultCode.NOT_FOUND);
        }
        if (command.attributes().deletesDurably()) {
            throw RefusedException.because(ResultCode.ENTERPRISE_ONLY, "a durable delete");
        }
        return null;
    }
}
