package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.odsconnect.cassandra.connection.ConnectionProblem;
import io.odsconnect.testbed.cassandra.CassandraOptions;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to a node that encrypts and asks for a client's certificate: by options, and by a secure connect bundle. */
class SecureConnectionIT {

    @TempDir
    private static Path folder;

    private static NodeCertificate certificate;
    private static CassandraServer server;
    private static Keyspace keyspace;
    private static AstraStandIn astra;

    private final SourceTable table = new SourceTable(
            "cards", SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(), List.of("ID"));

    @BeforeAll
    static void startServer() {
        certificate = NodeCertificate.create(folder);
        String stores =
                "keystore: %s, keystore_password: %s, truststore: %s, truststore_password: %2$s, store_type: JKS"
                        .formatted(certificate.identity(), NodeCertificate.PASSWORD, certificate.trust());
        server = CassandraServer.embedded(CassandraOptions.PLAIN.with(
                "client_encryption_options", "{enabled: true, require_client_auth: true, " + stores + "}"));
        server.start();
        keyspace = new Keyspace(
                server,
                Keyspace.builder(server)
                        .withSslEngineFactory(new ProgrammaticSslEngineFactory(certificate.context(), null, true)));
        keyspace.run("create table %s.card (id bigint primary key)");
        UUID hostId = (UUID) Objects.requireNonNull(keyspace.value("select host_id from system.local"));
        astra = new AstraStandIn(certificate, server.contactPoint(), hostId, server.localDatacenter());
    }

    @AfterAll
    static void stopServer() {
        astra.close();
        server.close();
    }

    @BeforeEach
    void emptyTable() {
        keyspace.run("truncate %s.card");
    }

    @Test
    void rowsGoOverTlsWithACertificateOfTheClientsOwn() {
        Map<String, String> options = tls();
        options.put("cassandra.ssl.keystore.location", certificate.identity().toString());
        options.put("cassandra.ssl.keystore.password", NodeCertificate.PASSWORD);
        options.put("cassandra.ssl.key.password", NodeCertificate.PASSWORD);

        CassandraSinkConnectorIT.assertNotBlamed(options);
        assertWrites(options);
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidAndNotWaitedFor() {
        Map<String, String> options = keyspace.options("card", "topics", "cards", "cassandra.ssl.enabled", "true");

        CassandraSinkConnectorIT.assertBlamed(options, "cassandra.ssl.enabled", "do not agree on TLS", "certificate");
        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> new SinkTaskDriver(CassandraSinkTask::new, options))
                .withMessageContaining("do not agree on TLS");
    }

    @Test
    void aBundleIsAllThatIsNeeded() {
        Map<String, String> options = bundle(astra.address().getPort());

        CassandraSinkConnectorIT.assertNotBlamed(options);
        assertWrites(options);
    }

    @Test
    void aMetadataServiceThatIsAwayIsAnErrorAtCreationAndWaitedForByATask() {
        try (TcpProxy proxy = TcpProxy.to(astra.address())) {
            proxy.down();
            Map<String, String> options = bundle(proxy.port());
            CassandraSinkConnectorIT.assertBlamed(options, "cassandra.secure.connect.bundle", "metadata service");
            try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, options)) {
                task.put(table.add(10, table.row("ID", 1L)));
                proxy.up();
                task.flush();
            }
            assertThat(keyspace.rows("card")).containsOnlyKeys(1L);
        }
    }

    @Test
    void aFileThatIsNoBundleIsSaid() throws IOException {
        Map<String, String> options = bundle(1);
        Path file = Files.writeString(folder.resolve("text.zip"), "no zip");
        options.put("cassandra.secure.connect.bundle", file.toString());

        CassandraSinkConnectorIT.assertBlamed(options, "cassandra.secure.connect.bundle", "missing file config.json");
    }

    private void assertWrites(Map<String, String> options) {
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, options)) {
            task.put(table.add(10, table.row("ID", 1L)));
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
        }
        assertThat(keyspace.rows("card")).containsOnlyKeys(1L);
    }

    private static Map<String, String> tls() {
        return keyspace.options(
                "card",
                "topics",
                "cards",
                "cassandra.ssl.enabled",
                "true",
                "cassandra.ssl.truststore.location",
                certificate.trust().toString(),
                "cassandra.ssl.truststore.password",
                NodeCertificate.PASSWORD);
    }

    private static Map<String, String> bundle(int port) {
        Path file = AstraStandIn.bundle(folder.resolve("bundle" + port + ".zip"), certificate, port);
        Map<String, String> options =
                keyspace.options("card", "topics", "cards", "cassandra.secure.connect.bundle", file.toString());
        options.remove("cassandra.contact.points");
        options.remove("cassandra.local.datacenter");
        return options;
    }
}
