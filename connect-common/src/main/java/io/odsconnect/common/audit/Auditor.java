package io.odsconnect.common.audit;

import java.util.Locale;

/**
 * The task that wrote an audit record.
 *
 * @param role whether it wrote to a store or published to Kafka
 * @param connector the connector's name
 * @param task the task's number, from 0
 */
public record Auditor(Role role, String connector, String task) {

    /** What the task does. */
    public enum Role {
        /** It writes to a store what it reads from Kafka. */
        SINK,
        /** It publishes to Kafka what it reads from a database. */
        SOURCE;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
