package io.odsconnect.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds loopback ports that nobody listens on. They lie below the range that systems hand to outgoing connections, so
 * that a server that is down for a moment finds its port free when it comes back. Another program may still take one
 * between the look and the server's bind: {@link EmbeddedServer} then tries others.
 */
public final class FreePorts {

    private static final int FROM = 20_000;
    private static final int TO = 32_000;

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** Returns a loopback port that is free now and that this JVM was not given before. */
    public static synchronized int next() {
        while (GIVEN.size() < TO - FROM) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("This JVM was given all ports from " + FROM + " to " + TO + " already");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.at(port));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
