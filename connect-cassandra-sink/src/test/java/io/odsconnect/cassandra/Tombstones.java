package io.odsconnect.cassandra;

import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.TraceEvent;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the server how many tombstones it read: no query shows them, but its trace does. */
final class Tombstones {

    /** Source: Cassandra's ReadCommand. */
    private static final Pattern READ = Pattern.compile("Read (\\d+) live rows and (\\d+) tombstone cells");

    private Tombstones() {}

    /** Returns how many tombstones stand in the way of a query. */
    static int of(Keyspace keyspace, String query) {
        ResultSet rows = keyspace.session()
                .execute(SimpleStatement.newInstance(query.formatted(keyspace.name()))
                        .setTracing(true)
                        .setTimeout(Duration.ofSeconds(60)));
        int found = 0;
        int reads = 0;
        for (TraceEvent event : rows.getExecutionInfo().getQueryTrace().getEvents()) {
            Matcher read = READ.matcher(Objects.requireNonNull(event.getActivity()));
            if (read.find()) {
                found += Integer.parseInt(read.group(2));
                reads++;
            }
        }
        if (reads == 0) {
            throw new IllegalStateException("The trace does not tell of any read");
        }
        return found;
    }
}
