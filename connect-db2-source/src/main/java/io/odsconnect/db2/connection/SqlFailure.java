package io.odsconnect.db2.connection;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of the database means.
 *
 * @param kind what can be done about it
 * @param text what happened, in a sentence that never holds a value of a row
 */
public record SqlFailure(Kind kind, String text) {

    /** What can be done about a failure. */
    public enum Kind {
        /** The login was refused, has expired or may not do this. People have to act. */
        REFUSED,
        /** The server is away, or another transaction was in the way. Trying again helps. */
        PASSING,
        /** Anything else: trying again gives the same. */
        LASTING
    }

    /** SQLCODEs of the driver: connection refused or lost, rerouted, timed out. */
    private static final Set<Integer> CONNECTION_CODES =
            Set.of(-4499, -4498, -4228, -30081, -30080, -30108, -1224, -1035, -1040, -1229, -20157);

    /** SQLCODEs: deadlock and timeout with and without rollback, resource unavailable, thread cancelled, no memory. */
    private static final Set<Integer> CONTENTION_CODES = Set.of(-911, -913, -904, -905, -952, -954, -964, -1476);

    /** SQLCODEs: no such login, expired or locked password, no such privilege. */
    private static final Set<Integer> REFUSED_CODES = Set.of(-4214, -30082, -922, -551, -552, -1060);

    /**
     * SQLSTATE classes whose messages name objects and hosts but never values: connection, authorization, transaction
     * rollback, syntax or access rule, resources, operator intervention, system error.
     */
    private static final Set<String> SPEAKING_CLASSES = Set.of("08", "28", "40", "42", "51", "57", "58");

    /** Says what {@code e}, which came from {@code address}, means. */
    public static SqlFailure of(SQLException e, Db2Address address) {
        Kind kind = kind(e);
        String where = " (" + address + ")";
        String told = told(e);
        return switch (kind) {
            case REFUSED -> new SqlFailure(kind, refused(e, address) + where + ": " + told);
            case PASSING -> new SqlFailure(kind, "The database is not reachable or busy" + where + ": " + told);
            case LASTING -> new SqlFailure(kind, "The database refused a statement" + where + ": " + told);
        };
    }

    /** Says whether {@code e} says that the login may not do this. */
    public static boolean lacksPrivilege(SQLException e) {
        return e.getErrorCode() == -551 || e.getErrorCode() == -552 || state(e).startsWith("4250");
    }

    /** Says whether {@code e} says that there is no such table. */
    public static boolean lacksTable(SQLException e) {
        return e.getErrorCode() == -204 || state(e).equals("42704") || state(e).equals("42X05");
    }

    private static Kind kind(SQLException e) {
        String state = state(e);
        int code = e.getErrorCode();
        if (REFUSED_CODES.contains(code) || state.startsWith("28") || lacksPrivilege(e)) {
            return Kind.REFUSED;
        }
        if (CONNECTION_CODES.contains(code)
                || CONTENTION_CODES.contains(code)
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("57")
                || e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException) {
            return Kind.PASSING;
        }
        return Kind.LASTING;
    }

    private static String refused(SQLException e, Db2Address address) {
        if (lacksPrivilege(e)) {
            return "The login " + address.user() + " lacks a privilege";
        }
        @Nullable String message = e.getMessage();
        if (message != null && message.toLowerCase(Locale.ROOT).contains("expired")) {
            return "The password of the login " + address.user()
                    + " has expired: set a new one in the database's user registry, and database.password to it";
        }
        return "The login " + address.user()
                + " was refused: check database.user and database.password, and whether the password has expired";
    }

    private static String told(SQLException e) {
        String state = state(e);
        String codes = "SQLCODE " + e.getErrorCode() + ", SQLSTATE " + (state.isEmpty() ? "unknown" : state);
        boolean speaks = state.length() == 5 && SPEAKING_CLASSES.contains(state.substring(0, 2));
        return speaks || CONNECTION_CODES.contains(e.getErrorCode()) ? codes + ", " + firstLine(e) : codes;
    }

    private static String firstLine(SQLException e) {
        @Nullable String message = e.getMessage();
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }

    private static String state(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
