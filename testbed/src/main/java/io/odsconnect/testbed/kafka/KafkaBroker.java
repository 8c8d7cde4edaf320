package io.odsconnect.testbed.kafka;

import io.odsconnect.testbed.GivenPlace;
import io.odsconnect.testbed.Place;
import io.odsconnect.testbed.Restartable;
import io.odsconnect.testbed.container.ContainerChoice;
import io.odsconnect.testbed.container.Containers;
import io.odsconnect.testbed.process.EmbeddedServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * A real Kafka broker: one KRaft node in a JVM of its own, or the one given by
 * {@code -Dkafka.bootstrap.servers=host:port}, or with {@code -Dtestbed=container} one in a container. What it has acknowledged is there after {@link #kill()} and
 * {@link #restart()}.
 */
public final class KafkaBroker implements Restartable {

    /** The system property that gives a broker. */
    public static final String PROPERTY = "kafka.bootstrap.servers";

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final String name;
    private final Place place;

    private KafkaBroker(String name, Place place) {
        this.name = name;
        this.place = place;
    }

    /** Returns the broker that {@code -Dkafka.bootstrap.servers} gives, or one in a container, else an embedded one. */
    public static KafkaBroker embeddedOrGiven() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return new KafkaBroker("Kafka at a given address", GivenPlace.at(PROPERTY, given));
        }
        return ContainerChoice.isMade()
                ? new KafkaBroker("Kafka in a container", Containers.kafka())
                : embedded(Map.of());
    }

    /**
     * Returns an embedded broker, whatever is given.
     *
     * @param settings further properties of the broker; they win over ours
     */
    public static KafkaBroker embedded(Map<String, String> settings) {
        return new KafkaBroker("Kafka 4.3", new EmbeddedServer(new KafkaBrokerProgram(Map.copyOf(settings)), LIMIT));
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

    /** Returns {@code host:port}, for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        InetSocketAddress address = place.address();
        return address.getHostString() + ":" + address.getPort();
    }
}
