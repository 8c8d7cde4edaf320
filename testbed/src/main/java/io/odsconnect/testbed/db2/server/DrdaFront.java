package io.odsconnect.testbed.db2.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes the IBM driver's connections, mends their login and then passes bytes between the driver and Derby. */
final class DrdaFront {

    private static final int BUFFER = 128 * 1024;

    private final int derbyPort;

    /** Makes a front for the Derby network server on a loopback port. */
    DrdaFront(int derbyPort) {
        this.derbyPort = derbyPort;
    }

    /** Serves a loopback port; does not return. */
    void serve(int port) throws IOException {
        try (ServerSocket acceptor = new ServerSocket(port, 200, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket client = acceptor.accept();
                background("drda-" + client.getPort(), () -> connect(client));
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket derby = new Socket(InetAddress.getLoopbackAddress(), derbyPort)) {
            client.setTcpNoDelay(true);
            derby.setTcpNoDelay(true);
            background("drda-" + client.getPort() + "-replies", () -> replies(derby, client));
            DataInputStream requests = new DataInputStream(new BufferedInputStream(client.getInputStream(), BUFFER));
            DrdaLogin.passRequests(requests, new BufferedOutputStream(derby.getOutputStream()));
            pump(requests, derby.getOutputStream());
        } catch (IOException e) {
            // One side is gone; closing both ends the other direction too.
            return;
        }
    }

    private static void replies(Socket derby, Socket client) {
        try (derby;
                client) {
            DataInputStream replies = new DataInputStream(new BufferedInputStream(derby.getInputStream(), BUFFER));
            DrdaLogin.passReplies(replies, new BufferedOutputStream(client.getOutputStream()));
            pump(replies, client.getOutputStream());
        } catch (IOException e) {
            return;
        }
    }

    private static void pump(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            to.write(buffer, 0, n);
        }
    }

    private static void background(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
