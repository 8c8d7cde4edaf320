package io.odsconnect.redis.connection;

import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/** One server. */
record StandaloneTopology(HostAndPort server) implements Topology {

    @Override
    public int slotOf(byte[] key) {
        return 0;
    }

    @Override
    public HostAndPort serverOf(int slot) {
        return server;
    }

    @Override
    public Optional<HostAndPort> known(int slot) {
        return Optional.of(server);
    }

    @Override
    public void forget() {
        // It is where the options say.
    }
}
