package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.redis.RedisCertificates;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that talks TLS only, and only to clients who show a certificate by the same authority. */
class RedisTlsIT {

    @TempDir
    static Path folder;

    private static RedisCertificates certificates;
    private static RedisServer server;

    @BeforeAll
    static void start() {
        certificates = RedisCertificates.create(folder);
        server = RedisServer.embedded(RedisOptions.PLAIN.withTls(certificates).with("bind", "127.0.0.1 127.0.0.2"));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void rowsGoThroughWithAnAuthorityAndACertificateOfOurOwn() {
        for (String protocol : List.of("resp2", "resp3")) {
            Map<String, String> props = props();
            props.put("redis.protocol", protocol);
            assertThat(errors(props)).isEmpty();
            CardTable table = new CardTable(50);
            try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props)) {
                task.put(table.change(200));
                task.flush();
            }
            assertThat(StoredRows.in(server)).isEqualTo(table.expected());
            try (var talk = server.talk()) {
                assertThat(talk.run("FLUSHALL")).isEqualTo("OK");
            }
        }
    }

    @Test
    void aServerWhoseCertificateNobodyVouchesForIsRefused() {
        Map<String, String> props = props();
        props.remove("redis.ssl.truststore.location");
        props.remove("redis.ssl.truststore.type");
        assertThat(errors(props)).singleElement().asString().contains("redis.ssl.enabled", "encrypted connection");
    }

    @Test
    void aServerUnderANameThatIsNotInItsCertificateIsRefusedUnlessNamesAreNotChecked() {
        Map<String, String> props = props();
        props.put("redis.hosts", "127.0.0.2:" + server.port());
        assertThat(errors(props)).singleElement().asString().contains("redis.ssl.enabled", "127.0.0.2");
        props.put("redis.ssl.endpoint.identification.algorithm", "");
        assertThat(errors(props)).isEmpty();
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        Map<String, String> props = props();
        props.remove("redis.ssl.keystore.location");
        props.remove("redis.ssl.keystore.type");
        assertThat(errors(props))
                .singleElement()
                .asString()
                .containsPattern("^redis\\.(ssl\\.enabled .*encrypted connection|hosts .*does not answer)");
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
        Map<String, String> props = CardTable.props("redis.hosts", "127.0.0.1:" + server.port());
        props.putAll(TlsProps.of(certificates));
        return props;
    }
}
