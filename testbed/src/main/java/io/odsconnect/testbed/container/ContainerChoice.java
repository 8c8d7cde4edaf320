package io.odsconnect.testbed.container;

/** Whether servers are to run in containers: {@code -Dtestbed=container}. */
public final class ContainerChoice {

    /** The system property; its only value is {@code container}. */
    public static final String PROPERTY = "testbed";

    private static final String CONTAINER = "container";

    private ContainerChoice() {}

    /**
     * Says whether containers are asked for. Only then may {@link Containers} be touched: it needs Testcontainers, which
     * the testbed does not bring.
     *
     * @throws IllegalArgumentException if the property has another value
     * @throws IllegalStateException if Testcontainers is not on the class path
     */
    public static boolean isMade() {
        String value = System.getProperty(PROPERTY);
        if (value == null) {
            return false;
        }
        if (!value.equals(CONTAINER)) {
            throw new IllegalArgumentException("-D" + PROPERTY + " can only be " + CONTAINER);
        }
        try {
            Class.forName("org.testcontainers.containers.GenericContainer");
            return true;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "-D" + PROPERTY + "=" + CONTAINER + " needs org.testcontainers:testcontainers on the class path",
                    e);
        }
    }
}
