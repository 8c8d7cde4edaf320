package io.odsconnect.testbed.aerospike;

import io.odsconnect.testbed.Restartable;
import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.process.ServerClassPath;
import io.odsconnect.testbed.process.WorkFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An Aerospike server: the {@link AerospikeStandIn} in a JVM of its own, or a real server where {@code
 * -Daerospike.host=host:port} gives one ({@code -Daerospike.namespace}, {@code test} unless said otherwise). The
 * stand-in holds its data in memory, as a namespace in memory does: a kill or a restart loses it.
 */
public final class AerospikeServer implements Restartable {

    /** The system property that gives a server: {@code host:port}. */
    public static final String HOST_PROPERTY = "aerospike.host";

    /** The system property that names the namespace. */
    public static final String NAMESPACE_PROPERTY = "aerospike.namespace";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> OPTIONS = List.of("-Xmx1g", "-XX:+UseParallelGC", "-Xss512k");

    private final String host;
    private final int port;
    private final String namespace;
    private final boolean given;
    private @Nullable WorkFolder folder;
    private @Nullable ChildProcess process;

    private AerospikeServer(String host, int port, String namespace, boolean given) {
        this.host = host;
        this.port = port;
        this.namespace = namespace;
        this.given = given;
    }

    /**
     * Returns a stand-in to start, or the server that {@value #HOST_PROPERTY} gives.
     *
     * @throws IllegalArgumentException if the property is not {@code host:port}
     */
    public static AerospikeServer embeddedOrGiven() {
        String namespace = System.getProperty(NAMESPACE_PROPERTY, "test");
        String address = System.getProperty(HOST_PROPERTY, "");
        if (address.isEmpty()) {
            String host = InetAddress.getLoopbackAddress().getHostAddress();
            return new AerospikeServer(host, FreePorts.next(), namespace, false);
        }
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("-D" + HOST_PROPERTY + " must be host:port, but is " + address);
        }
        return new AerospikeServer(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), namespace, true);
    }

    /** Returns the name or address to connect to. */
    public String host() {
        return host;
    }

    /** Returns the port to connect to. */
    public int port() {
        return port;
    }

    /** Returns the namespace to use. */
    public String namespace() {
        return namespace;
    }

    /** Says whether this is a real server that was given, which can neither be killed nor restarted. */
    public boolean isGiven() {
        return given;
    }

    @Override
    public String name() {
        return given ? "Aerospike at " + host + ":" + port : "Aerospike stand-in";
    }

    @Override
    public void start() {
        if (given || process != null) {
            return;
        }
        WorkFolder work = WorkFolder.create("aerospike");
        folder = work;
        startProcess(work);
    }

    @Override
    public void kill() {
        started().kill();
    }

    @Override
    public void restart() {
        started().kill();
        WorkFolder work = folder;
        if (work != null) {
            startProcess(work);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    private void startProcess(WorkFolder work) {
        ChildProcess started = ChildProcess.startJvm(
                "aerospike",
                work.path(),
                ServerClassPath.own().toString(),
                OPTIONS,
                AerospikeStandInMain.class.getName(),
                List.of(Integer.toString(port), namespace));
        process = started;
        started.await(LIMIT, this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private ChildProcess started() {
        ChildProcess started = process;
        if (started == null) {
            throw new IllegalStateException(name() + " was not started here");
        }
        return started;
    }
}
