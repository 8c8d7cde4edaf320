package io.odsconnect.cassandra;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.process.Loopback;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A stand-in for Astra: the metadata service, which asks for a client's certificate and tells where the nodes are, and
 * secure connect bundles that lead to it. In place of Astra's proxy, which finds the node by the name in the TLS
 * handshake, it names the one node itself, which heeds no such name.
 */
final class AstraStandIn implements AutoCloseable {

    private final HttpsServer service;

    AstraStandIn(NodeCertificate certificate, InetSocketAddress node, UUID hostId, String datacenter) {
        String metadata = """
                {"version": 1, "region": "local", "contact_info": {"type": "sni_proxy", "local_dc": "%s",
                 "sni_proxy_address": "127.0.0.1:%d", "contact_points": ["%s"]}}
                """.formatted(datacenter, node.getPort(), hostId);
        try {
            service = HttpsServer.create(Loopback.at(FreePorts.next()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        service.setHttpsConfigurator(new AskingForCertificates(certificate.context()));
        service.createContext("/metadata", exchange -> {
            byte[] body = metadata.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        service.start();
    }

    private static final class AskingForCertificates extends HttpsConfigurator {

        AskingForCertificates(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters connection) {
            SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
            parameters.setNeedClientAuth(true);
            connection.setSSLParameters(parameters);
        }
    }

    /** Returns where the metadata service is. */
    InetSocketAddress address() {
        return service.getAddress();
    }

    /** Writes a bundle that finds the metadata service at a port. Source of the format: the driver's CloudConfigFactory. */
    static Path bundle(Path file, NodeCertificate certificate, int port) {
        String config = """
                {"host": "127.0.0.1", "port": %d, "keyStorePassword": "%2$s", "trustStorePassword": "%2$s"}
                """.formatted(port, NodeCertificate.PASSWORD);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "config.json", config.getBytes(StandardCharsets.UTF_8));
            entry(zip, "identity.jks", Files.readAllBytes(certificate.identity()));
            entry(zip, "trustStore.jks", Files.readAllBytes(certificate.trust()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() {
        service.stop(0);
    }
}
