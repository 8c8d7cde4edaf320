package io.odsconnect.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 that signs itself, which node and client show each other.
 *
 * @param identity a JKS store with it and its key
 * @param trust a JKS store that trusts it
 */
record NodeCertificate(Path identity, Path trust) {

    /** Opens both stores. */
    static final String PASSWORD = "changeit";

    /** Makes it with the JDK's keytool, in a folder. */
    static NodeCertificate create(Path folder) {
        Path identity = folder.resolve("identity.jks");
        Path trust = folder.resolve("trustStore.jks");
        String certificate = folder.resolve("node.pem").toString();
        keytool(
                identity,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=node",
                "-keypass",
                PASSWORD,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost");
        keytool(identity, "-exportcert", "-rfc", "-file", certificate);
        keytool(trust, "-importcert", "-noprompt", "-file", certificate);
        return new NodeCertificate(identity, trust);
    }

    private static void keytool(Path store, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(
                List.of("-alias", "node", "-storetype", "JKS", "-keystore", store.toString(), "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while keytool runs", e);
        }
    }

    /** Returns what either side shows and trusts, for this JVM. */
    SSLContext context() {
        try {
            KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            shown.init(load(identity), PASSWORD.toCharArray());
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(load(trust));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool made something unreadable", e);
        }
    }

    private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("JKS");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
