package io.odsconnect.testbed.cassandra;

import io.odsconnect.testbed.GivenPlace;
import io.odsconnect.testbed.Place;
import io.odsconnect.testbed.Restartable;
import io.odsconnect.testbed.container.ContainerChoice;
import io.odsconnect.testbed.container.Containers;
import io.odsconnect.testbed.process.EmbeddedServer;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A real Cassandra node: 5.0 in a JVM of its own, or the one given by {@code -Dcassandra.contact.point=host:port} with
 * {@code -Dcassandra.local.datacenter} ({@code datacenter1} if absent), or with {@code -Dtestbed=container}
 * one in a container.
 */
public final class CassandraServer implements Restartable {

    /** The system property that gives a node. */
    public static final String PROPERTY = "cassandra.contact.point";

    /** The system property that names the data centre of a given node. */
    public static final String DATACENTER_PROPERTY = "cassandra.local.datacenter";

    /** The name of the data centre that embedded nodes are in. */
    static final String DATACENTER = "datacenter1";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final String name;
    private final Place place;
    private final String datacenter;

    private CassandraServer(String name, Place place, String datacenter) {
        this.name = name;
        this.place = place;
        this.datacenter = datacenter;
    }

    /** Returns the node that {@code -Dcassandra.contact.point} gives, or one in a container, else an embedded one without a login. */
    public static CassandraServer embeddedOrGiven() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            String datacenter = System.getProperty(DATACENTER_PROPERTY, DATACENTER);
            return new CassandraServer("Cassandra at a given address", GivenPlace.at(PROPERTY, given), datacenter);
        }
        return ContainerChoice.isMade()
                ? new CassandraServer("Cassandra in a container", Containers.cassandra(), DATACENTER)
                : embedded(CassandraOptions.PLAIN);
    }

    /** Returns an embedded node, whatever is given. */
    public static CassandraServer embedded(CassandraOptions options) {
        return new CassandraServer(
                "Cassandra 5.0", new EmbeddedServer(new CassandraProgram(options), LIMIT), DATACENTER);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        place.start();
    }

    @Override
    public void kill() {
        place.kill();
    }

    @Override
    public void restart() {
        place.restart();
    }

    @Override
    public void close() {
        place.close();
    }

    /** Returns where the driver connects first. */
    public InetSocketAddress contactPoint() {
        return place.address();
    }

    /** Returns the name of the node's data centre. */
    public String localDatacenter() {
        return datacenter;
    }
}
