package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;

/**
 * What the stand-in refuses because a test wants it to, with codes that a server gives in a state that nobody can bring
 * it into at will: a hot key, an overloaded device, a partition without a node, a user without rights. No server has
 * such a switch.
 */
public final class Refusals {

    private ResultCode code = ResultCode.OK;
    private int left;
    private boolean putsOnly;
    private ResultCode login = ResultCode.SECURITY_NOT_SUPPORTED;

    /**
     * Refuses the next {@code count} commands on records with {@code newCode}.
     *
     * @param onlyPuts whether only those count and are refused that put a record, as by a namespace that is full
     */
    synchronized void refuseNext(ResultCode newCode, int count, boolean onlyPuts) {
        code = newCode;
        putsOnly = onlyPuts;
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
     * @throws RefusedException if it is to be refused
     */
    synchronized void check(boolean puts) {
        if (left > 0 && (puts || !putsOnly)) {
            left--;
            throw RefusedException.quietly(code);
        }
    }

    /** Returns the answer to a login. */
    public synchronized ResultCode login() {
        return login;
    }
}
