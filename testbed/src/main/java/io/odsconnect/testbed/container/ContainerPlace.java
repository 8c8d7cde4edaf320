package io.odsconnect.testbed.container;

import io.odsconnect.testbed.Place;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/**
 * A server in a Docker container. It cannot be killed and restarted: Docker gives a container that starts again other
 * ports.
 */
final class ContainerPlace implements Place {

    private final int innerPort;

    private @Nullable GenericContainer<?> container;
    private boolean started;

    ContainerPlace(GenericContainer<?> container, int innerPort) {
        this.container = container;
        this.innerPort = innerPort;
    }

    @Override
    public synchronized void start() {
        existing().start();
        started = true;
    }

    // Which of the Docker host's addresses is taken is Docker's business.
    @SuppressWarnings("AddressSelection")
    @Override
    public synchronized InetSocketAddress address() {
        if (!started) {
            throw new IllegalStateException("The container is not started");
        }
        return new InetSocketAddress(existing().getHost(), existing().getMappedPort(innerPort));
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("A container would come back at another port; use an embedded server");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("A container would come back at another port; use an embedded server");
    }

    @Override
    public synchronized void close() {
        if (container != null) {
            container.close();
            container = null;
        }
    }

    private GenericContainer<?> existing() {
        if (container == null) {
            throw new IllegalStateException("The container is closed");
        }
        return container;
    }
}
