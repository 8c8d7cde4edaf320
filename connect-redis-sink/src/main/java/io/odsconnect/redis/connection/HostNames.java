package io.odsconnect.redis.connection;

import java.util.Collection;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/** Writes addresses for people. */
final class HostNames {

    private HostNames() {}

    /** Returns {@code host:port, host:port}. */
    static String of(Collection<HostAndPort> hosts) {
        return hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(", "));
    }
}
