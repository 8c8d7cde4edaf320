package io.odsconnect.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A key pair and its self-signed certificate as the PEM files that a Redis server and a client want. */
record Certificates(Path certificate, Path key, Path certificateAndKey) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Makes a pair for 127.0.0.1 with the JDK's keytool. */
    static Certificates create(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=redis",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
        }
        KeyStore pair = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            pair.load(in, PASSWORD);
        }
        String certificate = pem("CERTIFICATE", pair.getCertificate("redis").getEncoded());
        String key = pem("PRIVATE KEY", pair.getKey("redis", PASSWORD).getEncoded());
        return new Certificates(
                Files.writeString(folder.resolve("redis.crt"), certificate),
                Files.writeString(folder.resolve("redis.key"), key),
                Files.writeString(folder.resolve("redis.pem"), certificate + key));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }
}
