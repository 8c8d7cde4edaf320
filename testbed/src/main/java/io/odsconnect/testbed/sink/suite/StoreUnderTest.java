package io.odsconnect.testbed.sink.suite;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkTask;

/** A store and the sink that writes to it, as the {@link SinkSuite} sees them. */
public interface StoreUnderTest extends AutoCloseable {

    /** Returns where the store listens. The suite puts a proxy before it, so the sink has to reach it by one address. */
    InetSocketAddress address();

    /** Makes a task of the sink, not started. */
    SinkTask newTask();

    /**
     * Returns the options of a task that writes all {@link SuiteTable}s, and nothing that the suite sets itself: the
     * name, and what all sinks share. It gives up on an answer after a second or two.
     *
     * @param at where the task is to reach the store
     */
    Map<String, String> options(InetSocketAddress at);

    /** Has the tables be there, with no row in them. */
    void empty();

    /**
     * Reads a table with a client that knows nothing of the sink: the rows by {@link SuiteTable#keyOf}, made of the key
     * under which the row is found and not of its columns. A row has its columns as {@link SuiteTable#textOf} has them;
     * those that are null are left out, as is what the sink adds.
     */
    Map<String, Map<String, String>> rows(SuiteTable table);

    /**
     * Returns how long a row still has before it goes by itself, in milliseconds or nearly so; empty where it never does.
     *
     * @param key what the row is found by, as in {@link #rows}; it is there
     */
    OptionalLong millisLeft(SuiteTable table, String key);

    /** Says whether the store reports that it did nothing because it holds something newer. */
    boolean tellsStale();

    /**
     * Says whether the store takes events without a position while positions are guarded, each of which takes effect and
     * leaves the row its position; else they are bad records.
     */
    default boolean takesEventsWithoutPosition() {
        return true;
    }

    /** Returns what else can befall this store at any time; none of it may lose a row. */
    default List<Runnable> mischief() {
        return List.of();
    }

    /** Ends what this has opened; not the server, which other tests use too. */
    @Override
    void close();
}
