package io.odsconnect.redis.connection;

import java.util.List;
import redis.clients.jedis.HostAndPort;

/** How the servers are set up, and where the search for them starts. */
public sealed interface Servers {

    /** Returns the addresses that are set, at least one. */
    List<HostAndPort> hosts();

    /**
     * One server that takes writes.
     *
     * @param address where it is
     */
    record Standalone(HostAndPort address) implements Servers {

        @Override
        public List<HostAndPort> hosts() {
            return List.of(address);
        }

        @Override
        public String toString() {
            return "Redis at " + address;
        }
    }

    /**
     * A master that Sentinels watch, and replace by one of its replicas when it fails.
     *
     * @param hosts where the Sentinels are
     * @param masterName the name by which they know the master
     * @param login who we are to the Sentinels
     */
    record Sentinels(List<HostAndPort> hosts, String masterName, Login login) implements Servers {

        /** Copies the list. */
        public Sentinels {
            hosts = List.copyOf(hosts);
        }

        @Override
        public String toString() {
            return "Redis master " + masterName + " of the Sentinels at " + HostNames.of(hosts);
        }
    }

    /**
     * A Redis Cluster.
     *
     * @param hosts where some of its nodes are; the others are found through them
     */
    record Cluster(List<HostAndPort> hosts) implements Servers {

        /** Copies the list. */
        public Cluster {
            hosts = List.copyOf(hosts);
        }

        @Override
        public String toString() {
            return "Redis Cluster at " + HostNames.of(hosts);
        }
    }
}
