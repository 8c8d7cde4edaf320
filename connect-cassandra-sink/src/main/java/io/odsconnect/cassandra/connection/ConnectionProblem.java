package io.odsconnect.cassandra.connection;

import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Why there is no session: a sentence, the option to look at first, and whether it may pass without a change. */
public final class ConnectionProblem extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final String option;
    private final boolean mayPass;

    private ConnectionProblem(String option, String sentence, boolean mayPass, @Nullable Throwable cause) {
        super(sentence, cause);
        this.option = option;
        this.mayPass = mayPass;
    }

    ConnectionProblem(String option, String sentence) {
        super(sentence);
        this.option = option;
        this.mayPass = false;
    }

    /** Returns a problem that stays until somebody changes something. */
    static ConnectionProblem lasting(String option, String sentence, Throwable cause) {
        return new ConnectionProblem(option, sentence, false, cause);
    }

    /** Returns a problem that goes when the cluster or the network comes back. */
    static ConnectionProblem passing(String option, String sentence, @Nullable Throwable cause) {
        return new ConnectionProblem(option, sentence, true, cause);
    }

    /** Returns the name of the option. */
    public String option() {
        return option;
    }

    /** Returns whether a retry may succeed without a change of an option. */
    public boolean mayPass() {
        return mayPass;
    }
}
