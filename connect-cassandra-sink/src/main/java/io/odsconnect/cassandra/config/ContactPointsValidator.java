package io.odsconnect.cassandra.config;

import io.odsconnect.common.config.Addresses;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Checks contact points, {@code host} or {@code host:port}; an IPv6 address with a port stands in brackets. */
final class ContactPointsValidator implements ConfigDef.Validator {

    private static final int DEFAULT_PORT = 9042;

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        if (!(value instanceof List<?> points) || points.isEmpty()) {
            throw new ConfigException(name, value, "Name at least one node as host:port.");
        }
        points.forEach(point -> {
            var unused = parse(name, String.valueOf(point));
        });
    }

    /** Returns the address of a contact point, not looked up yet. */
    static InetSocketAddress parse(String option, String point) {
        Addresses.scheme(point).ifPresent(scheme -> {
            // Without the text: a URI may hold a password.
            throw new ConfigException(option + ": It is a URI (" + scheme
                    + "://…), and has to be host:port, such as cassandra.example.com:9042. A user and a password go to "
                    + CassandraOptions.USERNAME + " and " + CassandraOptions.PASSWORD + ", and encryption is "
                    + CassandraOptions.SSL_ENABLED + "=true.");
        });
        int colon = point.lastIndexOf(':');
        boolean bareIpv6 = point.indexOf(':') != colon && !point.endsWith("]") && !point.startsWith("[");
        if (point.isBlank()) {
            throw wrong(option, point);
        }
        if (colon < 0 || bareIpv6 || point.endsWith("]")) {
            return InetSocketAddress.createUnresolved(withoutBrackets(point), DEFAULT_PORT);
        }
        try {
            int port = Integer.parseInt(point.substring(colon + 1));
            String host = withoutBrackets(point.substring(0, colon));
            if (!host.isEmpty() && port > 0 && port <= 0xFFFF) {
                return InetSocketAddress.createUnresolved(host, port);
            }
        } catch (NumberFormatException e) {
            throw wrong(option, point);
        }
        throw wrong(option, point);
    }

    /** Returns the text of an address. */
    static String text(InetSocketAddress point) {
        String host = point.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + point.getPort();
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static ConfigException wrong(String option, String point) {
        return new ConfigException(option, point, "A contact point is host:port, with a port from 1 to 65535.");
    }

    @Override
    public String toString() {
        return "list of host:port";
    }
}
