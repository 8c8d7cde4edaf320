package io.odsconnect.common.compare;

import java.util.List;

/** What a store holds for a row, beside what would be written for it now. */
public sealed interface Comparison {

    /** What differs is when the row goes by itself. */
    String TIME_TO_LIVE = "(time to live)";

    /** What differs is the row's entry in an index: it is missing, or one is left over. */
    String INDEX = "(index)";

    /** What is stored has no position, or not the form that the sink gives a row; it is not compared any further. */
    String FORM = "(form)";

    /** A row is there, and nothing should be. */
    String ROW = "(row)";

    /** The store holds what would be written now; for a delete: no row, or a newer one. */
    record Match() implements Comparison {}

    /**
     * The store holds a row at a higher position, or knows that the row was deleted at the same position or a higher one. It
     * is not compared.
     *
     * @param position the position that is stored
     */
    record Newer(long position) implements Comparison {}

    /** The store holds no row, and knows of no delete that would explain it. */
    record Missing() implements Comparison {}

    /**
     * The store holds something else, at the same position, a lower one, or none.
     *
     * @param position the position that is stored; {@link io.odsconnect.common.event.ChangeEvent#NO_POSITION} for none
     * @param fields what differs, by the names that it has in the store, at least one; or one of the names in brackets that
     *     are constants here. Never a value
     */
    record Different(long position, List<String> fields) implements Comparison {

        /** Copies the list. */
        public Different {
            fields = List.copyOf(fields);
        }
    }

    /**
     * The store holds no row, and that may be because its time is over: the row says so, or it stays for a time that is
     * counted from when it was written.
     */
    record Expired() implements Comparison {}

    /** The one {@link Match}. */
    Comparison MATCH = new Match();

    /** The one {@link Missing}. */
    Comparison MISSING = new Missing();

    /** The one {@link Expired}. */
    Comparison EXPIRED = new Expired();
}
