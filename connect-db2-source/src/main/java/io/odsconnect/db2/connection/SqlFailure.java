package io.odsconnect.db2.connection;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
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
 * @param place where to look
 * @param cause what the driver says, without a value of a row
 * @param text what happened, in a sentence that never holds a value of a row
 */
public record SqlFailure(Kind kind, Place place, String cause, String text) {

    /** Where the reason of a failure is to be looked for. */
    public enum Place {
        /** No host of this name or address answers. */
        HOST,
        /** Nothing listens at the port, or something that is no Db2. */
        PORT,
        /** The server has no such database. */
        DATABASE,
        /** The login is refused, or may not do this. */
        LOGIN,
        /** Somewhere else. */
        ELSEWHERE
    }

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

    /** SQLSTATEs: no privilege on an object, or for an operation. */
    private static final Set<String> NO_PRIVILEGE_STATES = Set.of("42501", "42502", "42509");

    /** SQLCODEs: no such database, location or relational database. */
    private static final Set<Integer> NO_DATABASE_CODES = Set.of(-30061, -1013, -1001, -950);

    /** SQLSTATE: the server refuses the connection, since it has no such database. */
    private static final String NO_DATABASE_STATE = "08004";

    /** SQLCODE of the driver: the name of the host is not known. */
    private static final int NO_HOST_CODE = -4222;

    /** SQLSTATE: what answers does not speak the database's protocol. */
    private static final String OTHER_PROTOCOL_STATE = "58009";

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
        String told = told(e);
        String text = switch (kind) {
            case REFUSED -> refused(e, address);
            case PASSING -> "The database is not reachable or busy";
            case LASTING ->
                lacksDatabase(e)
                        ? "The server has no database " + address.database()
                        : "The database refused a statement";
        };
        return new SqlFailure(kind, place(e, kind), told, text + " (" + address + "): " + told);
    }

    private static Place place(SQLException e, Kind kind) {
        if (kind == Kind.REFUSED) {
            return Place.LOGIN;
        }
        if (lacksDatabase(e)) {
            return Place.DATABASE;
        }
        if (causedBy(e, ConnectException.class) || state(e).equals(OTHER_PROTOCOL_STATE)) {
            return Place.PORT;
        }
        boolean unconnected = state(e).startsWith("08") || e.getErrorCode() == NO_HOST_CODE;
        return unconnected ? Place.HOST : Place.ELSEWHERE;
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause) && !(cause instanceof NoRouteToHostException)) {
                return true;
            }
        }
        return false;
    }

    private static boolean lacksDatabase(SQLException e) {
        return NO_DATABASE_CODES.contains(e.getErrorCode()) || state(e).equals(NO_DATABASE_STATE);
    }

    /** Says whether {@code e} says that the login may not do this. */
    public static boolean lacksPrivilege(SQLException e) {
        return e.getErrorCode() == -551 || e.getErrorCode() == -552 || NO_PRIVILEGE_STATES.contains(state(e));
    }

    /** Says whether {@code e} says that there is no such table. */
    public static boolean lacksTable(SQLException e) {
        return e.getErrorCode() == -204 || state(e).equals("42704");
    }

    private static Kind kind(SQLException e) {
        String state = state(e);
        int code = e.getErrorCode();
        if (REFUSED_CODES.contains(code) || state.startsWith("28") || lacksPrivilege(e)) {
            return Kind.REFUSED;
        }
        if (lacksDatabase(e)) {
            return Kind.LASTING;
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
        return speaks || CONNECTION_CODES.contains(e.getErrorCode()) ? codes + ", " + message(e) : codes;
    }

    /** Returns all lines of the message as one, without the full stop at its end. */
    private static String message(SQLException e) {
        @Nullable String message = e.getMessage();
        String line = message == null ? "" : message.replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? "no message" : line.replaceAll("\\.$", "");
    }

    private static String state(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
