package io.odsconnect.redis;

import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads all rows that servers hold, as an application would that knows nothing of the sink. */
public final class StoredRows {

    private StoredRows() {}

    /** Returns key to fields, without the position and without markers of deletes. */
    public static Map<String, Map<String, String>> in(RedisServer server) {
        return in(List.of(server));
    }

    /** Returns the rows of several servers, of which none may hold a key that another has. */
    public static Map<String, Map<String, String>> in(Collection<RedisServer> servers) {
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (RedisServer server : servers) {
            try (RedisTalk talk = server.talk()) {
                for (Object key : (List<?>) Objects.requireNonNull(talk.run("KEYS", "card:*"))) {
                    if (rows.put((String) key, row(talk, (String) key)) != null) {
                        throw new AssertionError("Two servers hold " + key);
                    }
                }
            }
        }
        return rows;
    }

    private static Map<String, String> row(RedisTalk talk, String key) {
        List<?> fields = (List<?>) Objects.requireNonNull(talk.run("HGETALL", key));
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            row.put((String) fields.get(i), (String) fields.get(i + 1));
        }
        row.remove("__position");
        return row;
    }
}
