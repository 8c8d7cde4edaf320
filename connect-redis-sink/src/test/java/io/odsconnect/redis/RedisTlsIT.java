package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that talks TLS only to clients whose certificate it knows. */
class RedisTlsIT {

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static RedisServer server;
    private static int tlsPort;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.create(folder);
        tlsPort = FreePorts.next();
        server = RedisServer.embedded(RedisOptions.PLAIN
                .with("tls-port", Integer.toString(tlsPort))
                .with("tls-cert-file", certificates.certificate().toString())
                .with("tls-key-file", certificates.key().toString())
                .with("tls-ca-cert-file", certificates.certificate().toString()));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void rowsGoThroughWithTheServersAndOurOwnCertificate() {
        Map<String, String> props = props();
        assertThat(new RedisSinkConnector().validate(props).configValues())
                .allMatch(value -> value.errorMessages().isEmpty());
        try (FakeWorker worker = new FakeWorker(new RedisSinkTask(), props)) {
            worker.add(
                    CardRecords.event(CardRecords.CHANGES, 0, 0, "c", null, new CardRecords.Card(1, 7, 1L, null), 100));
            worker.finish();
        }
        try (TestClient client = new TestClient(server)) {
            assertThat(client.hash("card:1")).containsEntry("CLIENT_ID", "7");
        }
    }

    @Test
    void aServerWhoseCertificateNobodyVouchesForIsRefused() {
        Map<String, String> props = props();
        props.remove("redis.ssl.truststore.location");
        props.remove("redis.ssl.truststore.type");
        assertThat(errors(props)).singleElement().asString().contains("encrypted connection");
    }

    @Test
    void aStoreThatCannotBeReadIsToldBeforeAnythingStarts() {
        Map<String, String> props = props();
        props.put("redis.ssl.truststore.location", folder.resolve("nothing.pem").toString());
        assertThat(errors(props)).singleElement().asString().contains("redis.ssl.enabled", "nothing.pem");
    }

    private static List<String> errors(Map<String, String> props) {
        return new RedisSinkConnector()
                .validate(props).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(value -> value.name() + " " + value.errorMessages())
                        .toList();
    }

    private static Map<String, String> props() {
        Map<String, String> props = new HashMap<>();
        props.put("name", "cards");
        props.put("topics", CardRecords.CHANGES);
        props.put("key.template", "card:{CARD_NO}");
        props.put("redis.hosts", "127.0.0.1:" + tlsPort);
        props.put("redis.ssl.enabled", "true");
        props.put("redis.ssl.truststore.type", "PEM");
        props.put("redis.ssl.truststore.location", certificates.certificate().toString());
        props.put("redis.ssl.keystore.type", "PEM");
        props.put(
                "redis.ssl.keystore.location", certificates.certificateAndKey().toString());
        return props;
    }
}
