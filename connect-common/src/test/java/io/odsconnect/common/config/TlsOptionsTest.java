package io.odsconnect.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsOptionsTest {

    private static final String SECRET = "S3CRET";

    @TempDir
    private Path folder;

    /** The options of stores may point at any file that the worker can read, and whoever sets them may read the answer. */
    @Test
    void ofAForeignFileNothingIsTold() throws IOException {
        List<String> foreign = List.of(
                "root:x:0:0:" + SECRET,
                SECRET,
                "-----BEGIN CERTIFICATE-----\n" + SECRET + "!\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nUzNDUkVU\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----\n"
                        + "-----BEGIN CERTIFICATE-----\n" + SECRET + "\n-----END CERTIFICATE-----\n");
        for (String text : foreign) {
            for (String type : List.of("PEM", "JKS", "PKCS12")) {
                for (String store : List.of("keystore", "truststore")) {
                    String file =
                            Files.writeString(folder.resolve("foreign"), text).toString();
                    ConfigException told = refusal(Map.of(
                            "x.ssl.enabled",
                            "true",
                            "x.ssl." + store + ".type",
                            type,
                            "x.ssl." + store + ".location",
                            file,
                            "x.ssl." + store + ".password",
                            type.equals("PEM") ? "" : "pass"));
                    assertThat(told).as("%s %s %s", store, type, text).isNotNull();
                    for (Throwable each = told; each != null; each = each.getCause()) {
                        assertThat(String.valueOf(each.getMessage())).doesNotContain(SECRET);
                    }
                }
            }
        }
    }

    /** The texts of a key and of certificates can be options themselves. */
    @Test
    void whatIsNoKeyIsNotRepeated() {
        ConfigException told = refusal(Map.of(
                "x.ssl.enabled",
                "true",
                "x.ssl.keystore.type",
                "PEM",
                "x.ssl.keystore.key",
                SECRET,
                "x.ssl.keystore.certificate.chain",
                SECRET));
        assertThat(told)
                .hasMessageContaining("x.ssl.enabled: TLS cannot be set up")
                .hasMessageNotContaining(SECRET);
    }

    private static ConfigException refusal(Map<String, String> options) {
        ConfigDef def = new ConfigDef();
        TlsOptions.define(def, "x.");
        Map<String, String> props = new HashMap<>(options);
        props.values().removeIf(String::isEmpty);
        return catchThrowableOfType(
                ConfigException.class, () -> TlsOptions.context(new AbstractConfig(def, props, false), "x."));
    }
}
