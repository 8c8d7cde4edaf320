package io.odsconnect.cassandra.connection;

import org.apache.kafka.connect.errors.ConnectException;

/** Why there is no session: a sentence, and the option to look at first. */
public final class ConnectionProblem extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final String option;

    ConnectionProblem(String option, String sentence, Throwable cause) {
        super(sentence, cause);
        this.option = option;
    }

    ConnectionProblem(String option, String sentence) {
        super(sentence);
        this.option = option;
    }

    /** Returns the name of the option. */
    public String option() {
        return option;
    }
}
