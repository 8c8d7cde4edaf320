package io.odsconnect.common.sink;

/** Closes several resources, all of them even if one throws. */
final class Closing {

    private Closing() {}

    /**
     * Ends things in their order.
     *
     * @throws RuntimeException what the first threw that did; what others threw is suppressed in it. The same for errors
     */
    static void all(AutoCloseable... things) {
        Throwable first = null;
        for (AutoCloseable each : things) {
            try {
                each.close();
            } catch (Throwable thrown) {
                if (first == null) {
                    first = thrown;
                } else {
                    first.addSuppressed(thrown);
                }
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException exception) {
            throw exception;
        }
        if (first != null) {
            throw new IllegalStateException(first);
        }
    }
}
