package io.odsconnect.redis.connection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.DefaultJedisClientConfig;

/**
 * How connections are encrypted.
 *
 * @param context whom we trust, and our own certificate
 * @param hostCheck how a server's name is checked against its certificate ({@code https}); empty for not at all
 */
public record Encryption(SSLContext context, String hostCheck) {

    void addTo(DefaultJedisClientConfig.Builder builder) {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm(hostCheck);
        builder.ssl(true).sslSocketFactory(context.getSocketFactory()).sslParameters(parameters);
    }
}
