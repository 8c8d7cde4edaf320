package io.odsconnect.testbed.aerospike;

/** A JVM of its own for {@link AerospikeStandIn}, so that a test can kill it. */
final class AerospikeStandInMain {

    private AerospikeStandInMain() {}

    /** Takes the port and the namespace, and serves until the JVM ends. */
    public static void main(String[] arguments) throws InterruptedException {
        AerospikeStandIn standIn =
                AerospikeStandIn.start(Integer.parseInt(arguments[0]), arguments[1], System.out::println);
        System.out.println("Aerospike stand-in on " + standIn.host() + ":" + standIn.port() + ", namespace "
                + standIn.namespace() + ", data in memory only");
        Thread.currentThread().join();
    }
}
