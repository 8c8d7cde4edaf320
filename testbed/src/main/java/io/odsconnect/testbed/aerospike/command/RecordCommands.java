package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.expression.Filter;
import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.aerospike.wire.Attributes;
import io.odsconnect.testbed.aerospike.wire.Fields;
import io.odsconnect.testbed.aerospike.wire.Frame;
import io.odsconnect.testbed.aerospike.wire.MalformedException;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.Request;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.Utf8;
import io.odsconnect.testbed.aerospike.wire.WireReader;
import io.odsconnect.testbed.aerospike.wire.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands on records that clients send: on one, on many, on all.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/base/thr_tsvc.c">thr_tsvc.c of the
 *     server, "as_tsvc_process_transaction"</a>
 */
public final class RecordCommands {

    /** The set in which a client notes the keys that a transaction is going to write. */
    private static final String TRANSACTIONS = "<ERO~MRT";

    private final Namespace namespace;
    private final byte[] namespaceName;
    private final Refusals refusals;
    private final Consumer<String> log;
    private final ReadWriteLock running = new ReentrantReadWriteLock();
    private boolean dead;

    /**
     * Runs them on one namespace.
     *
     * @param refusals what is refused because a test wants it
     * @param log receives what is refused
     */
    public RecordCommands(Namespace namespace, Refusals refusals, Consumer<String> log) {
        this.namespace = namespace;
        this.namespaceName = Utf8.bytes(namespace.name());
        this.refusals = refusals;
        this.log = log;
    }

    /**
     * Runs one command.
     *
     * @param in the body of the message
     * @param out a buffer to use
     * @param client where the answers go
     * @throws IOException if the client is gone
     */
    public void run(WireReader in, WireWriter out, OutputStream client) throws IOException {
        Request request;
        try {
            request = Request.read(in);
        } catch (MalformedException e) {
            log.accept("Refused: a message that does not keep to the protocol: " + e.getMessage());
            refuse(ResultCode.PARAMETER, out, client);
            return;
        }
        if (request.attributes().isBatch()) {
            BatchCommand.run(this, request, out);
        } else if (request.fields().get(Fields.DIGEST) == null) {
            query(request, out, client);
        } else {
            int frame = Frame.begin(out);
            reply(request).write(out, 0);
            Frame.end(out, frame, Frame.MESSAGE);
        }
        out.sendTo(client);
    }

    /** Waits for the commands that are being run, and runs none any more: a node that is gone changes no record. */
    public void die() {
        running.writeLock().lock();
        try {
            dead = true;
        } finally {
            running.writeLock().unlock();
        }
    }

    /** Loses, between two commands, what the namespace has not flushed. */
    public void crash() {
        running.writeLock().lock();
        try {
            namespace.crash();
        } finally {
            running.writeLock().unlock();
        }
    }

    /**
     * Answers a message that is not read.
     *
     * @throws IOException if the client is gone
     */
    public void refuse(ResultCode code, WireWriter out, OutputStream client) throws IOException {
        int frame = Frame.begin(out);
        Reply.of(code).write(out, 0);
        Frame.end(out, frame, Frame.MESSAGE);
        out.sendTo(client);
    }

    private Reply reply(Request request) {
        try {
            byte[] digest = request.fields().get(Fields.DIGEST);
            byte[] filter = request.fields().get(Fields.FILTER);
            if (digest == null) {
                throw RefusedException.because(ResultCode.PARAMETER, "a command without a digest");
            }
            return run(Digest.of(digest), request, filter == null ? null : Filter.onFirstUse(filter));
        } catch (RefusedException e) {
            tell(e);
            return Reply.of(e.code());
        }
    }

    private void query(Request request, WireWriter out, OutputStream client) throws IOException {
        ResultCode code = ResultCode.OK;
        try {
            checkNamespace(request);
            new QueryCommand(namespace, request).run(out, client);
        } catch (RefusedException e) {
            tell(e);
            code = e.code();
        }
        int frame = Frame.begin(out);
        Reply.writeLast(out, Attributes.INFO3_LAST, code);
        Frame.end(out, frame, Frame.MESSAGE);
    }

    /**
     * Runs a command on one record.
     *
     * @throws RefusedException if the answer is not that all went well
     */
    Reply run(Digest digest, Request request, @Nullable Filter filter) {
        running.readLock().lock();
        try {
            if (dead) {
                throw RefusedException.quietly(ResultCode.UNAVAILABLE);
            }
            return runNow(digest, request, filter);
        } finally {
            running.readLock().unlock();
        }
    }

    private Reply runNow(Digest digest, Request request, @Nullable Filter filter) {
        checkNamespace(request);
        boolean writes = request.attributes().writes();
        refusals.check(writes && !request.attributes().deletes(), writes);
        request.fields().refuseUnknown();
        RecordCommand command = RecordCommand.of(digest, request, filter);
        Attributes attributes = request.attributes();
        if (attributes.writes()) {
            return write(command);
        }
        if (!attributes.reads()) {
            throw RefusedException.because(ResultCode.PARAMETER, "a command that neither reads nor writes");
        }
        if (attributes.verifiesTransaction()) {
            throw RefusedException.because(ResultCode.ENTERPRISE_ONLY, "the end of a multi-record transaction");
        }
        return ReadCommand.run(namespace, command);
    }

    /** A delete of a transaction is done at once: the Community Edition does not look whether it is of one. */
    private Reply write(RecordCommand command) {
        if (command.attributes().deletes()) {
            return DeleteCommand.run(namespace, command);
        }
        if (command.attributes().rollsTransaction()) {
            throw RefusedException.because(ResultCode.ENTERPRISE_ONLY, "the end of a multi-record transaction");
        }
        if (TRANSACTIONS.equals(command.set())) {
            // The server takes what the client notes of a transaction, and refuses the transaction's own commands. The
            // note is not kept, as nothing reads it.
            return Reply.of(ResultCode.OK);
        }
        return WriteCommand.run(namespace, command);
    }

    /** Writes a line about what was refused, if it is out of the ordinary. */
    void tell(RefusedException refused) {
        if (refused.worthALine()) {
            log.accept("Refused with " + refused.code() + " (" + refused.code().code() + "): " + refused.getMessage());
        }
    }

    private void checkNamespace(Request request) {
        byte[] named = request.fields().get(Fields.NAMESPACE);
        if (named == null || !Arrays.equals(named, namespaceName)) {
            throw RefusedException.because(
                    ResultCode.NAMESPACE, "the namespace " + request.fields().text(Fields.NAMESPACE));
        }
    }
}
