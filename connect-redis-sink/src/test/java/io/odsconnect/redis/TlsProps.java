package io.odsconnect.redis;

import io.odsconnect.testbed.redis.RedisCertificates;
import java.util.Map;

/** The options for TLS with an authority and a certificate of our own. */
public final class TlsProps {

    private TlsProps() {}

    /** Returns the options. */
    public static Map<String, String> of(RedisCertificates certificates) {
        return Map.of(
                "redis.ssl.enabled", "true",
                "redis.ssl.truststore.type", "PEM",
                "redis.ssl.truststore.location", certificates.authority().toString(),
                "redis.ssl.keystore.type", "PEM",
                "redis.ssl.keystore.location", certificates.certificateAndKey().toString());
    }
}
