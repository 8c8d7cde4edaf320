package io.odsconnect.testbed.fault;

import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.process.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy between a client and any server that does what networks do: delays, stalls, resets, refuses, and cuts a
 * connection after so many bytes. Faults hold for all its connections, those to come included, until they are taken
 * back.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BIND_TRIES = 20;

    private final InetSocketAddress target;
    private final Faults faults = new Faults();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final int port;

    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;

    private TcpProxy(InetSocketAddress target) {
        this.target = target;
        this.port = listenAnywhere();
    }

    /** Starts a proxy on a free loopback port before the server at {@code target}. */
    public static TcpProxy to(InetSocketAddress target) {
        return new TcpProxy(target);
    }

    /** Returns the address that clients connect to: {@code 127.0.0.1} and {@link #port()}. */
    public InetSocketAddress address() {
        return Loopback.at(port);
    }

    /** Returns the port that clients connect to. It stays the same over {@link #down()} and {@link #up()}. */
    public int port() {
        return port;
    }

    /** Returns how many connections there are. */
    public int connections() {
        return links.size();
    }

    /** Returns how many connections there have been, those that have ended too. */
    public long accepted() {
        return accepted.get();
    }

    /** Delays what goes through by so much, each way; zero for no delay. At most 64 KiB pass in that time. */
    public void latency(Duration latency) {
        faults.latency(latency);
    }

    /** Lets nothing through any more, in either direction. Connections stay, and new ones can be made. */
    public void stall() {
        faults.stalled(true);
    }

    /** Ends a {@link #stall()}: what has been held back arrives, complete and in order. */
    public void flow() {
        faults.stalled(false);
    }

    /** Ends all connections with a reset, on both sides. New ones can be made. */
    public void reset() {
        List.copyOf(links).forEach(Link::reset);
    }

    /**
     * Lets {@code bytes} more bytes through in that direction, over all connections; the connection that brings the next
     * one is cut before it. The client sees a reset, the server an end of input after all that went before. Happens
     * once. With {@code TO_CLIENT} and 0, the server does what it was asked, and the client never learns it.
     */
    public void cutAfter(Direction direction, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A cut comes after 0 bytes or more");
        }
        faults.cutAfter(direction, bytes);
    }

    /** Says whether a cut that was asked for by {@link #cutAfter} has not happened yet. */
    public boolean isCutDue(Direction direction) {
        return faults.isCutDue(direction);
    }

    /** Resets all connections and refuses new ones, as if nobody listened. Returns when that is so. */
    public synchronized void down() {
        if (listener == null || acceptor == null) {
            return;
        }
        try {
            listener.close();
            // A connection that is just being accepted must not slip through, and keeps the port until it is.
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener = null;
        acceptor = null;
        reset();
    }

    /** Accepts connections again, at the same port. */
    public synchronized void up() {
        if (listener != null) {
            return;
        }
        try {
            listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " cannot be opened again", e);
        }
    }

    @Override
    public void close() {
        down();
    }

    private int listenAnywhere() {
        for (int tries = 1; ; tries++) {
            int candidate = FreePorts.next();
            try {
                listen(candidate);
                return candidate;
            } catch (BindException e) {
                if (tries == BIND_TRIES) {
                    throw new UncheckedIOException(e);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void listen(int onPort) throws IOException {
        ServerSocket opened = new ServerSocket();
        try {
            opened.bind(Loopback.at(onPort));
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        Thread thread = new Thread(() -> accept(opened), "tcp-proxy-" + onPort);
        thread.setDaemon(true);
        thread.start();
        listener = opened;
        acceptor = thread;
    }

    private void accept(ServerSocket from) {
        while (true) {
            try {
                Socket client = from.accept();
                Link link = new Link(client, target, faults, links::remove);
                links.add(link);
                accepted.incrementAndGet();
                link.start();
            } catch (IOException e) {
                // down() has closed the listener.
                return;
            }
        }
    }
}
