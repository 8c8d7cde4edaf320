package io.odsconnect.common.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What all connectors check of addresses in their options. */
public final class Addresses {

    /** The most time that validation gives a server to accept a connection, in milliseconds. */
    public static final int CONNECT_MILLIS = 3000;

    private static final Pattern SCHEME =
            Pattern.compile("^\\s*([A-Za-z][A-Za-z0-9+.-]*(?::[A-Za-z][A-Za-z0-9+.-]*)*)://");

    private Addresses() {}

    /** Returns the scheme of a URI, such as {@code redis} or {@code jdbc:db2}; empty where the text is no URI. */
    public static Optional<String> scheme(String text) {
        Matcher matcher = SCHEME.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Connects to all addresses at the same time, sends nothing, and closes the connections. Returns after {@link
     * #CONNECT_MILLIS} at the latest, and at once when all have answered.
     *
     * @param addresses not looked up yet, or looked up
     * @param millis how long each has to accept the connection; at most {@link #CONNECT_MILLIS} count, which 0 stands
     *     for, too
     * @return why, by each address that accepts no connection, in the order of the addresses
     */
    public static Map<InetSocketAddress, String> unreachable(Collection<InetSocketAddress> addresses, int millis) {
        int limit = millis <= 0 ? CONNECT_MILLIS : Math.min(millis, CONNECT_MILLIS);
        Map<InetSocketAddress, Optional<String>> known = new ConcurrentHashMap<>();
        CountDownLatch open = new CountDownLatch(addresses.size());
        for (InetSocketAddress address : addresses) {
            Thread thread = new Thread(
                    () -> {
                        known.put(address, failure(address, limit));
                        open.countDown();
                    },
                    "odsconnect-validation");
            thread.setDaemon(true);
            thread.start();
        }
        try {
            // A name that nobody resolves takes longer than any limit of ours: its thread ends by itself.
            var unused = open.await(limit, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<InetSocketAddress, String> failures = new LinkedHashMap<>();
        for (InetSocketAddress address : addresses) {
            known.getOrDefault(address, Optional.of("no answer within " + limit + " ms"))
                    .ifPresent(why -> failures.put(address, why));
        }
        return failures;
    }

    /** Returns addresses with the reasons of {@link #unreachable}, for a message: {@code a:1 (why), b:2 (why)}. */
    public static String text(Map<InetSocketAddress, String> unreachable) {
        return unreachable.entrySet().stream()
                .map(each ->
                        each.getKey().getHostString() + ":" + each.getKey().getPort() + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> failure(InetSocketAddress address, int limit) {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(address.getHostString());
        } catch (UnknownHostException e) {
            return Optional.of("the host name is unknown");
        }
        String why = "";
        for (InetAddress each : all) {
            // Clients try all addresses of a name, too.
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(each, address.getPort()), Math.max(1, limit / all.length));
                return Optional.empty();
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        return Optional.of(why);
    }
}
