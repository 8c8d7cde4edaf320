package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.policy.InfoPolicy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices, by a thread of its own, that a node may have crashed and lost what it had acknowledged. */
public final class CrashWatch implements AutoCloseable {

    /** How long it takes at most until a crash is noticed: the client's own look at the nodes, ours, and their timeouts. */
    public static final long NOTICE_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(CrashWatch.class);

    private static final long LOOK_MILLIS = 1000;

    /** Nodes are asked one after the other: one that is gone must not hold the others up. */
    private static final int ASK_MILLIS = 2000;

    private final NodeWatch nodes;
    private final AtomicBoolean crashed = new AtomicBoolean();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "aerospike-sink-crashes");
        thread.setDaemon(true);
        return thread;
    });

    /** Makes what is to be {@linkplain #start started}. */
    public CrashWatch(AerospikeClient client) {
        InfoPolicy asks = new InfoPolicy(client.getInfoPolicyDefault());
        asks.timeout = Math.min(asks.timeout, ASK_MILLIS);
        nodes = new NodeWatch(client, asks);
    }

    /** Begins. */
    public void start() {
        var unused = looks.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (nodes.changed()) {
                crashed.set(true);
            }
        } catch (RuntimeException e) {
            LOG.warn("The nodes could not be checked. The check is retried", e);
        }
    }

    /** Says, once for each time, whether a node has gone or was started again. */
    public boolean hasCrashed() {
        return crashed.getAndSet(false);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
