package io.odsconnect.testbed.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The address that everything of ours listens on: {@code 127.0.0.1}, whatever {@code localhost} means here. */
public final class Loopback {

    private static final byte[] BYTES = {127, 0, 0, 1};

    private Loopback() {}

    /** Returns {@code 127.0.0.1}. */
    public static InetAddress address() {
        try {
            return InetAddress.getByAddress(BYTES);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    /** Returns {@code 127.0.0.1} with a port. */
    public static InetSocketAddress at(int port) {
        return new InetSocketAddress(address(), port);
    }
}
