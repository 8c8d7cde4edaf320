package io.odsconnect.aerospike;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.odsconnect.testbed.aerospike.AerospikeServer;
import io.odsconnect.testbed.fault.TlsFront;
import io.odsconnect.testbed.redis.RedisCertificates;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is reached by TLS only, by clients that show a certificate by the same authority. */
class AerospikeTlsIT {

    @TempDir
    static Path folder;

    private static RedisCertificates certificates;
    private static @Nullable TlsFront front;

    private final Cluster cluster = Cluster.get();
    private final RandomTable table = new RandomTable(cluster.newSet(), 50);

    @BeforeAll
    static void start() {
        AerospikeServer server = Cluster.get().server();
        assumeThat(server.isGiven())
                .as("a Community Edition tells those who come by TLS of no peers")
                .isFalse();
        certificates = RedisCertificates.create(folder);
        front = TlsFront.askingForCertificates(
                certificates.context(), new InetSocketAddress(server.host(), server.port()));
    }

    @AfterAll
    static void stop() {
        if (front != null) {
            front.close();
        }
    }

    @Test
    void rowsGoThroughWithAnAuthorityAndACertificateOfOurOwn() {
        Map<String, String> props = props("localhost");
        assertThat(errors(props)).isEmpty();
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, props)) {
            task.put(table.change(200));
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(table.stored(cluster.client(), cluster.server().namespace())).isEqualTo(table.expected());
    }

    @Test
    void aServerWhoseCertificateNobodyVouchesForIsRefused() {
        Map<String, String> props = props("localhost");
        props.remove("aerospike.ssl.truststore.location");
        props.remove("aerospike.ssl.truststore.type");

        assertRefused(props);
    }

    @Test
    void aServerWithoutTheExpectedNameInItsCertificateIsRefused() {
        assertRefused(props("elsewhere"));
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        Map<String, String> props = props("localhost");
        props.remove("aerospike.ssl.keystore.location");
        props.remove("aerospike.ssl.keystore.type");

        assertRefused(props);
    }

    private static void assertRefused(Map<String, String> props) {
        assertThat(errors(props))
                .singleElement()
                .asString()
                .startsWith("aerospike.hosts ")
                .contains("aerospike.hosts: The cluster cannot be used");
    }

    private static List<String> errors(Map<String, String> props) {
        return new AerospikeSinkConnector()
                .validate(props).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(value -> value.name() + " " + value.errorMessages())
                        .toList();
    }

    private Map<String, String> props(String nameInCertificate) {
        Map<String, String> props = new HashMap<>(cluster.options("", table.options()));
        props.putAll(Map.of(
                "aerospike.hosts",
                "127.0.0.1:" + nameInCertificate + ":" + requireNonNull(front).port(),
                "aerospike.ssl.enabled",
                "true",
                "aerospike.ssl.truststore.type",
                "PEM",
                "aerospike.ssl.truststore.location",
                certificates.authority().toString(),
                "aerospike.ssl.keystore.type",
                "PEM",
                "aerospike.ssl.keystore.location",
                certificates.certificateAndKey().toString()));
        return props;
    }
}
