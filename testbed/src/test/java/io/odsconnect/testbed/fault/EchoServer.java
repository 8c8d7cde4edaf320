package io.odsconnect.testbed.fault;

import io.odsconnect.testbed.process.Loopback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what it receives and remembers it. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, Loopback.address());
        thread(this::accept);
    }

    InetSocketAddress address() {
        return Loopback.at(listener.getLocalPort());
    }

    /** Returns all bytes that have arrived, over all connections. */
    byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                thread(() -> echo(client));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void echo(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                synchronized (received) {
                    received.write(bytes, 0, count);
                }
                out.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // The client is gone.
            return;
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
    }
}
