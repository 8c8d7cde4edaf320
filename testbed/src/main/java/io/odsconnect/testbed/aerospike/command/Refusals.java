package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-in refuses because a test wants it to, with codes that a server gives in a state that nobody can bring
 * it into at will: a hot key, an overloaded device, a partition without a node, a user without rights. No server has
 * such a switch.
 */
public final class Refusals {

    private ResultCode code = ResultCode.OK;
    private int left;
    private Only only = Only.ANY;
    private ResultCode login = ResultCode.SECURITY_NOT_SUPPORTED;

    /** Which commands count and are refused. */
    enum Only {
        /** All. */
        ANY,
        /** Those that put a record, as by a namespace that is full. */
        PUTS,
        /** Those that put or delete a record, as for a user who may only read. */
        WRITES;

        /** Returns the one that an argument names; {@link #ANY} where there is none. */
        static Only of(@Nullable String argument) {
            return argument == null ? ANY : valueOf(argument.toUpperCase(Locale.ROOT));
        }
    }

    /** Refuses the next {@code count} commands on records with {@code newCode}, of those that count. */
    synchronized void refuseNext(ResultCode newCode, int count, Only which) {
        code = newCode;
        only = which;
        left = count;
    }

    /** Answers each login from now on with {@code newCode}; {@link ResultCode#OK} lets everybody in. */
    synchronized void answerLogins(ResultCode newCode) {
        login = newCode;
    }

    /**
     * Counts a command on a record.
     *
     * @param puts whether it puts a record
     * @param writes whether it puts or deletes one
     * @throws RefusedException if it is to be refused
     */
    synchronized void check(boolean puts, boolean writes) {
        if (left > 0 && (only == Only.ANY || (only == Only.PUTS ? puts : writes))) {
            left--;
            throw RefusedException.quietly(code);
        }
    }

    /** Returns the answer to a login. */
    public synchronized ResultCode login() {
        return login;
    }
}
