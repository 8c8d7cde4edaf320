package io.odsconnect.cassandra.store;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the server's words on an invalid request mean. It answers with one code for all of them, be the row to blame, the
 * way in which all rows are written, or the state of its disks; only the text of the message distinguishes these.
 */
final class Refusals {

    /** Whom a refusal concerns. */
    enum Whom {
        /** This row: it is a bad record. */
        ROW,
        /** Every row, until somebody changes the server or the options. */
        EVERY_ROW,
        /** Every row for now: it passes when there is room again. */
        EVERY_ROW_NOW,
        /** Rows whose lifetime is as this one's. */
        LIFETIME
    }

    /**
     * One kind of refusal.
     *
     * @param words what the server says
     * @param whom whom it concerns
     * @param advice what is to be done
     */
    record Refusal(Pattern words, Whom whom, String advice) {}

    private static final String TRANSFORM = "leave out columns with a transform, or raise ";

    /**
     * The first that fits counts. Sources: Guardrails, StorageProxy, ExpirationDateOverflowHandling, ConsistencyLevel,
     * ModificationStatement and MutationExceededMaxSizeException of Cassandra 4.1 and 5.0; ScyllaDB's guardrails.
     */
    private static final List<Refusal> KNOWN = List.of(
            // "Guardrail replica_disk_usage violated: Write request failed because disk usage exceeds failure
            // threshold"
            refusal(
                    "disk usage exceeds failure threshold|data_disk_usage violated",
                    Whom.EVERY_ROW_NOW,
                    "its disks are fuller than data_disk_usage_percentage_fail_threshold in cassandra.yaml allows: make"
                            + " room or add nodes"),
            // "Guardrail column_value_size violated: Value of column 'body' has size 2MiB, this exceeds the failure
            // ..."
            refusal(
                    "Guardrail (column_\\w*value_size|collection_\\w*size|items_per_\\w+|sai_\\w+_term_size) violated",
                    Whom.ROW,
                    TRANSFORM + "that guardrail in cassandra.yaml"),
            refusal(
                    "Guardrail user_timestamps violated",
                    Whom.EVERY_ROW,
                    "the position of a row is its write timestamp: set user_timestamps_enabled=true in cassandra.yaml, or"
                            + " position.guard=false"),
            refusal(
                    "Guardrail (minimum|maximum)_timestamp violated",
                    Whom.EVERY_ROW,
                    "the position of a row is its write timestamp, in microseconds: set position.from to what is in that"
                            + " range, or change that guardrail in cassandra.yaml"),
            refusal(
                    "Guardrail write_consistency_levels violated|write_consistency_levels_disallowed",
                    Whom.EVERY_ROW,
                    "set cassandra.consistency.level to one that the cluster allows"),
            refusal(
                    "Guardrail \\w+ violated",
                    Whom.EVERY_ROW,
                    "change that guardrail in cassandra.yaml, or what it is about"),
            // "Request on table bank.card with ttl of 630720000 seconds exceeds maximum supported expiration date of
            // ..."
            refusal(
                    "exceeds maximum supported expiration date",
                    Whom.LIFETIME,
                    "let rows go earlier, or leave the storage compatibility mode for older releases (cassandra.yaml)"),
            refusal(
                    "consistency level \\w+ not compatible with replication strategy",
                    Whom.EVERY_ROW,
                    "change cassandra.consistency.level, or the replication of the keyspace"),
            // "Consistency level ONE is not supported for this operation. Supported consistency levels are: ...", as
            // services say that speak Cassandra's protocol
            refusal(
                    "(?i)consistency level \\w+ is not (supported|allowed)",
                    Whom.EVERY_ROW,
                    "change cassandra.consistency.level"),
            refusal(
                    "Cannot directly modify a materialized view",
                    Whom.EVERY_ROW,
                    "name the table of the view in table.template"),
            refusal(
                    "denylisted partition",
                    Whom.ROW,
                    "its partition is in system_distributed.partition_denylist: take it out there"),
            refusal(
                    "oversized mutation",
                    Whom.ROW,
                    "the row is larger than max_mutation_size in cassandra.yaml allows (by default half of"
                            + " commitlog_segment_size): " + TRANSFORM + "it"),
            refusal(
                    "exceeds allowed maximum",
                    Whom.ROW,
                    TRANSFORM
                            + "native_transport_max_message_size in cassandra.yaml (by default as max_mutation_size)"));

    /** What a row is refused for whatever the table is like now. Source: Validation, TimestampUtils and Attributes. */
    private static final Pattern WHATEVER_THE_TABLE = Pattern.compile("Key may not be empty|Key length of"
            + "|clustering columns is too long|Cannot index value|Out of bound timestamp|ttl is too large|TTL must be"
            + "|Batch too large");

    private Refusals() {}

    private static Refusal refusal(String words, Whom whom, String advice) {
        return new Refusal(Pattern.compile(words), whom, advice);
    }

    /** Returns what the server's words mean; empty where they are none of those known; see {@link UnknownRefusals}. */
    static Optional<Refusal> of(String words) {
        return KNOWN.stream().filter(known -> known.words.matcher(words).find()).findFirst();
    }

    /** Says whether a table that has changed may be the reason for such words. */
    static boolean mayBeOfTheSchema(String words) {
        return of(words).isEmpty() && !WHATEVER_THE_TABLE.matcher(words).find();
    }
}
