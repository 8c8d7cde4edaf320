package io.odsconnect.testbed;

import java.net.InetSocketAddress;

/**
 * A server that runs elsewhere and is left alone.
 *
 * @param what what it is and which property gave it, for messages
 * @param address where it is
 */
public record GivenPlace(String what, InetSocketAddress address) implements Place {

    /**
     * Reads {@code host:port}.
     *
     * @param property the system property that has it
     * @throws IllegalArgumentException if it does not read so
     */
    // Which of a host's addresses is taken is the user's business.
    @SuppressWarnings("AddressSelection")
    public static GivenPlace at(String property, String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1 || !hostAndPort.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("-D" + property + " must be host:port");
        }
        int port = Integer.parseInt(hostAndPort.substring(colon + 1));
        return new GivenPlace(
                "The server given by -D" + property, new InetSocketAddress(hostAndPort.substring(0, colon), port));
    }

    @Override
    public void start() {
        // It is someone else's.
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException(what + " is not ours to kill");
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException(what + " is not ours to restart");
    }

    @Override
    public void close() {
        // It is someone else's.
    }
}
