package io.odsconnect.redis.config;

import io.odsconnect.common.config.Addresses;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import redis.clients.jedis.HostAndPort;

/** Checks a list of {@code host:port}. */
final class HostsValidator implements ConfigDef.Validator {

    private static final int HIGHEST_PORT = 65_535;

    @Override
    public void ensureValid(String option, Object value) {
        if (!(value instanceof List<?> hosts) || hosts.isEmpty()) {
            throw new ConfigException(option, value, "At least one host:port is needed");
        }
        hosts.forEach(host -> parse(option, String.valueOf(host)));
    }

    /** Returns the address that {@code text} gives; what follows the last colon is the port, so IPv6 needs no brackets. */
    static HostAndPort parse(String option, String text) {
        String scheme = Addresses.scheme(text).orElse("");
        if (!scheme.isEmpty()) {
            // Without the text: a URI may hold a password.
            throw new ConfigException(option + ": It is a URI (" + scheme
                    + "://…), and has to be host:port. A user, a password and the number of a database go to "
                    + RedisSinkOptions.USERNAME + ", " + RedisSinkOptions.PASSWORD + " and " + RedisSinkOptions.DATABASE
                    + (scheme.equalsIgnoreCase("rediss")
                            ? "; rediss is " + RedisSinkOptions.SSL_ENABLED + "=true."
                            : "."));
        }
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                int port = Integer.parseInt(text.substring(colon + 1).trim());
                if (port > 0 && port <= HIGHEST_PORT) {
                    return new HostAndPort(text.substring(0, colon).trim(), port);
                }
            } catch (NumberFormatException e) {
                throw new ConfigException(option, text, "What follows the last colon is not a port");
            }
        }
        throw new ConfigException(option, text, "It has to be host:port, for example redis.example.com:6379");
    }

    @Override
    public String toString() {
        return "host:port,...";
    }
}
