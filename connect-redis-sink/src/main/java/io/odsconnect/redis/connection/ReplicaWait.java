package io.odsconnect.redis.connection;

/**
 * How many replicas must have a batch before it counts as written.
 *
 * @param replicas how many, each; 0 for none, and then nothing is asked
 * @param timeoutMillis how long they may take, in milliseconds
 */
public record ReplicaWait(int replicas, int timeoutMillis) {

    /** The master alone counts. */
    public static final ReplicaWait NONE = new ReplicaWait(0, 0);

    /** Says whether replicas are asked at all. */
    boolean isAsked() {
        return replicas > 0;
    }
}
