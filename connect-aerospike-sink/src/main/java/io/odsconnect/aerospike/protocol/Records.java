package io.odsconnect.aerospike.protocol;

import java.util.List;

/** The server's records. Safe for use by several threads. */
public interface Records {

    /**
     * Carries out steps on different records, in any order, and waits for the answers: one a step, in the order of
     * the steps. Does not throw for what the server or the network did: that is an {@link Answer.Failed}.
     */
    List<Answer> run(List<Step> steps);
}
