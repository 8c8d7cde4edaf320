package io.odsconnect.db2;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Speaks TLS in front of a server that does not, as the port that a Db2 has for it (SSL_SVCENAME) does. */
final class TlsFront implements AutoCloseable {

    private final InetSocketAddress server;
    private final SSLServerSocket listener;
    private final List<Socket> sockets = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tls-front");
        thread.setDaemon(true);
        return thread;
    });

    /** Listens on a free port of the loopback interface, with the certificate of {@code context}. */
    TlsFront(SSLContext context, InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = kept(listener.accept());
                Socket behind = kept(new Socket(server.getAddress(), server.getPort()));
                threads.execute(() -> pass(client, behind));
                threads.execute(() -> pass(behind, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private synchronized Socket kept(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side has ended, and the other with it.
        }
    }

    @Override
    public synchronized void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
