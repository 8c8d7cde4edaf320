package io.odsconnect.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

class RedisSentinelsIT {

    @Test
    void theReplicaTakesOverFromAMasterThatIsKilledWithAllOverTlsAndAUserForEach(@TempDir Path folder) {
        RedisCertificates certificates = RedisCertificates.create(folder);
        RedisOptions options = RedisOptions.PLAIN.withTls(certificates).withUser("ods", "secret");
        try (RedisSentinels sentinels =
                RedisSentinels.embedded(options, RedisOptions.PLAIN.withUser("watcher", "other"))) {
            sentinels.start();
            RedisServer first = sentinels.master();
            RedisServer second = sentinels.replica();
            assertThat(masterByAnOrdinaryClient(sentinels, certificates)).isEqualTo(first.port());
            first.kill();
            sentinels.awaitMaster(second);
            sentinels.rejoin(first);
            assertThat(sentinels.master()).isEqualTo(second);
        }
    }

    private static int masterByAnOrdinaryClient(RedisSentinels sentinels, RedisCertificates certificates) {
        InetSocketAddress address = sentinels.sentinels().get(0);
        DefaultJedisClientConfig login = DefaultJedisClientConfig.builder()
                .user("watcher")
                .password("other")
                .ssl(true)
                .sslSocketFactory(certificates.context().getSocketFactory())
                .build();
        try (Jedis client = new Jedis(new HostAndPort(address.getHostString(), address.getPort()), login)) {
            return Integer.parseInt(client.sentinelGetMasterAddrByName(RedisSentinels.MASTER_NAME)
                    .get(1));
        }
    }
}
