package io.odsconnect.testbed.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Speaks TLS to clients, and passes what they say to a server that knows none. */
public final class TlsFront implements AutoCloseable {

    private final SSLServerSocket listener;
    private final InetSocketAddress server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private TlsFront(SSLContext context, InetSocketAddress server, boolean asksForCertificates) {
        this.server = server;
        try {
            listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener.setNeedClientAuth(asksForCertificates);
        inThread(this::accept);
    }

    /** Listens on a free port of the loopback interface, with the certificate of {@code context}. */
    public static TlsFront of(SSLContext context, InetSocketAddress server) {
        return new TlsFront(context, server, false);
    }

    /** Does the same, and lets nobody in without a certificate that {@code context} trusts. */
    public static TlsFront askingForCertificates(SSLContext context, InetSocketAddress server) {
        return new TlsFront(context, server, true);
    }

    /** Returns the port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                Socket back = new Socket(server.getAddress(), server.getPort());
                sockets.add(client);
                sockets.add(back);
                inThread(() -> pass(client, back));
                inThread(() -> pass(back, client));
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Refused in the handshake, or gone: both sockets are closed, which is all there is to do.
            return;
        }
    }

    private static void inThread(Runnable work) {
        Thread thread = new Thread(work, "tls-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
