package io.odsconnect.testbed.db2.server;

import io.odsconnect.testbed.process.Loopback;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes the IBM driver's connections, mends their login and then what Derby says otherwise than Db2. */
final class DrdaFront implements AutoCloseable {

    private static final int BUFFER = 128 * 1024;

    private static final int WAITING_CONNECTIONS = 200;

    private final ServerSocket acceptor;
    private final int derbyPort;

    /** Takes a loopback port, in front of the Derby network server on another. */
    DrdaFront(int port, int derbyPort) throws IOException {
        this.acceptor = new ServerSocket(port, WAITING_CONNECTIONS, Loopback.address());
        this.derbyPort = derbyPort;
    }

    /** Serves; does not return. */
    void serve() throws IOException {
        while (true) {
            Socket driver = acceptor.accept();
            background("drda-" + driver.getPort(), () -> connect(driver));
        }
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    private void connect(Socket driver) {
        try (driver;
                Socket derby = new Socket(Loopback.address(), derbyPort)) {
            driver.setTcpNoDelay(true);
            derby.setTcpNoDelay(true);
            background("drda-" + driver.getPort() + "-replies", () -> replies(derby, driver));
            DataInputStream requests = new DataInputStream(new BufferedInputStream(driver.getInputStream(), BUFFER));
            DrdaLogin.passRequests(requests, new BufferedOutputStream(derby.getOutputStream()));
            DrdaStream.pass(requests, new BufferedOutputStream(derby.getOutputStream(), BUFFER), Db2Dialect::request);
        } catch (IOException e) {
            // One side is gone; closing both ends the other direction too.
            return;
        }
    }

    private static void replies(Socket derby, Socket driver) {
        try (derby;
                driver) {
            DataInputStream replies = new DataInputStream(new BufferedInputStream(derby.getInputStream(), BUFFER));
            DrdaLogin.passReplies(replies, new BufferedOutputStream(driver.getOutputStream()));
            DrdaStream.pass(replies, new BufferedOutputStream(driver.getOutputStream(), BUFFER), Db2Dialect::reply);
        } catch (IOException e) {
            return;
        }
    }

    private static void background(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
