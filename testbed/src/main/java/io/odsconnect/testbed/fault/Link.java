package io.odsconnect.testbed.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;

/** One client's connection through the proxy: two sockets, and a thread for each direction. */
final class Link {

    /** How many bytes are taken at a time; as many pass in one latency. */
    static final int CHUNK = 64 * 1024;

    private static final int CONNECT_MILLIS = 10_000;

    private final Socket client;
    private final Socket server = new Socket();
    private final InetSocketAddress target;
    private final Faults faults;
    private final Consumer<Link> onEnd;

    private boolean cut;
    private boolean ended;

    Link(Socket client, InetSocketAddress target, Faults faults, Consumer<Link> onEnd) {
        this.client = client;
        this.target = target;
        this.faults = faults;
        this.onEnd = onEnd;
    }

    /** Connects to the server and passes bytes, in threads of its own. */
    void start() {
        thread("requests", this::connectAndPass);
    }

    /** Ends the connection for both sides with a reset. */
    void reset() {
        synchronized (this) {
            ended = true;
        }
        faults.wake();
        closeWithReset(client);
        closeWithReset(server);
        onEnd.accept(this);
    }

    /**
     * Resets the client's side, and ends the server's side in good order: what has passed reaches the server, and what
     * it still answers is dropped.
     */
    private void cut() throws IOException {
        synchronized (this) {
            cut = true;
        }
        closeWithReset(client);
        server.shutdownOutput();
    }

    private void connectAndPass() {
        try {
            server.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            reset();
            return;
        }
        thread("answers", () -> pass(Direction.TO_CLIENT));
        pass(Direction.TO_SERVER);
    }

    private void pass(Direction direction) {
        boolean toServer = direction == Direction.TO_SERVER;
        try {
            InputStream in = (toServer ? client : server).getInputStream();
            OutputStream out = (toServer ? server : client).getOutputStream();
            byte[] bytes = new byte[CHUNK];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                faults.delay(this::hasEnded);
                if (hasEnded()) {
                    // What a reset found waiting is lost: it must not slip through before the sockets are closed.
                    return;
                }
                if (!isCut()) {
                    forward(direction, out, bytes, count);
                }
            }
            if (toServer) {
                server.shutdownOutput();
            } else {
                end();
            }
        } catch (IOException e) {
            // After a cut, the thread of the answers goes on until the server is done.
            if (!toServer || !isCut()) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    private void forward(Direction direction, OutputStream out, byte[] bytes, int count) throws IOException {
        Faults.Permit permit = faults.take(direction, count);
        out.write(bytes, 0, permit.bytes());
        if (permit.cut()) {
            cut();
        }
    }

    private void end() throws IOException {
        synchronized (this) {
            ended = true;
        }
        client.close();
        server.close();
        onEnd.accept(this);
    }

    private synchronized boolean isCut() {
        return cut;
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private static void closeWithReset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already, or closes with the process.
            return;
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
