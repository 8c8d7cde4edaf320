package io.odsconnect.testbed.container;

import io.odsconnect.testbed.Place;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.db2.Db2Container;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The servers as images of Docker. Ask {@link ContainerChoice} first. */
public final class Containers {

    /** The user, password and database of {@link #db2()}. */
    public static final String DB2_NAME = "ods";

    private Containers() {}

    /** Returns Redis without a password. */
    public static Place redis() {
        return new ContainerPlace(container("redis:7.4-alpine", 6379), 6379);
    }

    /** Returns one Cassandra node without a login, in {@code datacenter1}. */
    public static Place cassandra() {
        GenericContainer<?> container = container("cassandra:5.0", 9042)
                .withEnv("MAX_HEAP_SIZE", "512M")
                .withEnv("HEAP_NEWSIZE", "128M")
                .waitingFor(Wait.forLogMessage(".*Startup complete.*", 1));
        return new ContainerPlace(container, 9042);
    }

    /** Returns one Kafka broker. */
    public static Place kafka() {
        return new ContainerPlace(new KafkaContainer(DockerImageName.parse("apache/kafka:4.1.0")), 9092);
    }

    /** Returns Db2 Community Edition; calling this accepts IBM's licence for it. User, password, database: {@link #DB2_NAME}. */
    public static Place db2() {
        Db2Container container = new Db2Container("icr.io/db2_community/db2:12.1.0.0")
                .acceptLicense()
                .withUsername(DB2_NAME)
                .withPassword(DB2_NAME)
                .withDatabaseName(DB2_NAME);
        return new ContainerPlace(container, 50_000);
    }

    private static GenericContainer<?> container(String image, int port) {
        return new GenericContainer<>(image).withExposedPorts(port);
    }
}
