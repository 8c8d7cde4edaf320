package io.odsconnect.common.sink;

/**
 * What a store's client threw over one row. It carries the class and the place of what was thrown, and not its message:
 * a client's text may quote what is in the row.
 */
final class ClientFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClientFault(Throwable thrown) {
        super("The store's client cannot send this row: it throws "
                + thrown.getClass().getName() + place(thrown.getStackTrace())
                + ". See whether a value, or the row as a whole, is larger than the store takes");
        setStackTrace(thrown.getStackTrace());
    }

    private static String place(StackTraceElement[] trace) {
        return trace.length == 0 ? "" : " at " + trace[0].getClassName() + "." + trace[0].getMethodName();
    }
}
