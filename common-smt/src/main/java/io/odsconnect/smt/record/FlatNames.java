package io.odsconnect.smt.record;

/**
 * The fields that flattening adds to a row to say what its envelope said. The names are those of Debezium's
 * {@code ExtractNewRecordState}; our sinks read them.
 */
public final class FlatNames {

    /** The operation's letter, a text. */
    public static final String OP = "__op";
    /** Whether the row is deleted: the text {@code true} or {@code false}, as Debezium writes it. */
    public static final String DELETED = "__deleted";
    /** The position, an INT64. */
    public static final String POSITION = "__position";
    /** Before the name of a field of {@code source}. */
    public static final String SOURCE = "__source_";

    private FlatNames() {}
}
