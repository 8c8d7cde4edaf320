package io.odsconnect.testbed.redis;

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
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of our own, and a certificate by it for 127.0.0.1, which servers and clients show each other;
 * as PEM files.
 *
 * @param authority the authority's certificate
 * @param certificate the certificate
 * @param key its private key
 * @param certificateAndKey both in one file
 * @param context the same for a client in this JVM
 */
public record RedisCertificates(
        Path authority, Path certificate, Path key, Path certificateAndKey, SSLContext context) {

    private static final String PASSWORD = "changeit";
    private static final int PEM_WIDTH = 64;

    /**
     * Makes both with the JDK's keytool.
     *
     * @param folder where the files go
     */
    public static RedisCertificates create(Path folder) {
        Path store = folder.resolve("store.p12");
        try {
            keytool(store, "-alias", "authority", "-dname", "CN=Test CA", "-ext", "bc:c");
            keytool(
                    store,
                    "-alias",
                    "redis",
                    "-dname",
                    "CN=redis",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-signer",
                    "authority");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            String certificate = pem("CERTIFICATE", keys.getCertificate("redis").getEncoded());
            String key = pem(
                    "PRIVATE KEY", keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
            String authority =
                    pem("CERTIFICATE", keys.getCertificate("authority").getEncoded());
            return new RedisCertificates(
                    Files.writeString(folder.resolve("ca.crt"), authority),
                    Files.writeString(folder.resolve("redis.crt"), certificate),
                    Files.writeString(folder.resolve("redis.key"), key),
                    Files.writeString(folder.resolve("redis.pem"), certificate + key),
                    context(keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool made something unreadable", e);
        }
    }

    private static SSLContext context(KeyStore keys) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "redis",
                keys.getKey("redis", PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                keys.getCertificateChain("redis"));
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(own, PASSWORD.toCharArray());
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", keys.getCertificate("authority"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while keytool runs", e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(PEM_WIDTH, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }
}
