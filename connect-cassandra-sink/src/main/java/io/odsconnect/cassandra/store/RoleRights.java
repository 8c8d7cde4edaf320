package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.odsconnect.cassandra.connection.DriverFailures;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.common.compare.SinkMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds out whether the role may write to tables and read from them, by statements that change nothing and find nothing:
 * their key is null. Cassandra looks at rights before it looks at values (QueryProcessor: authorize, then execute).
 */
public final class RoleRights {

    private RoleRights() {}

    /** Returns sentences about rights that are missing for what a mode does; none where the server checks no rights. */
    public static List<String> missing(CqlSession session, Collection<CqlTable> tables, SinkMode mode) {
        List<String> missing = new ArrayList<>();
        for (CqlTable table : tables) {
            String where = " FROM " + table.name() + " WHERE "
                    + table.partitionKey().stream()
                            .map(column -> column + " = null")
                            .collect(Collectors.joining(" AND "));
            if (mode != SinkMode.COMPARE && isRefused(session, "DELETE" + where)) {
                missing.add(sentence("write to", "MODIFY", table));
            }
            if (mode != SinkMode.APPLY && isRefused(session, "SELECT *" + where)) {
                missing.add(sentence("read from", "SELECT", table));
            }
        }
        return missing;
    }

    private static String sentence(String what, String right, CqlTable table) {
        return "The role may not " + what + " table " + table.name() + ": GRANT " + right + " ON " + table.name()
                + " TO it.";
    }

    private static boolean isRefused(CqlSession session, String statement) {
        try {
            session.execute(statement);
        } catch (UnauthorizedException e) {
            return !DriverFailures.isOfALookUp(e);
        } catch (DriverException e) {
            // Usually that the key is null, which the server says to a role that has the right.
            return false;
        }
        return false;
    }
}
