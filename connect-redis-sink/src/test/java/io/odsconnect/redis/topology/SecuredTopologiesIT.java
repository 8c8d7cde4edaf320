package io.odsconnect.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.redis.CardTable;
import io.odsconnect.redis.RedisSinkConnector;
import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.redis.StoredRows;
import io.odsconnect.redis.TlsProps;
import io.odsconnect.testbed.redis.RedisCertificates;
import io.odsconnect.testbed.redis.RedisCluster;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisSentinels;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Clusters and Sentinels that talk TLS only, to users with exactly the rights that the documentation names. */
class SecuredTopologiesIT {

    @TempDir
    static Path folder;

    private static RedisCertificates certificates;
    private static RedisOptions options;

    @BeforeAll
    static void makeCertificates() {
        certificates = RedisCertificates.create(folder);
        options = RedisOptions.PLAIN.withTls(certificates).withUser("admin", "root");
    }

    @Test
    void aClusterServesAUserWithTheDocumentedRightsOverTlsWhileSlotsMove() throws IOException {
        List<String> rights = documented("ACL SETUSER sink ");
        try (RedisCluster cluster = RedisCluster.embedded(options)) {
            cluster.start();
            for (RedisServer node : cluster.nodes()) {
                grant(node, rights);
            }
            Map<String, String> props = props(cluster.addresses().subList(0, 2));
            props.put("redis.mode", "cluster");
            assertThat(errors(props)).isEmpty();
            CardTable table = new CardTable(100);
            try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props)) {
                task.put(table.change(500));
                task.flush();
                int slot = JedisClusterCRC16.getSlot("card:1");
                RedisServer from = cluster.masterOf(slot);
                RedisServer to = cluster.masters().stream()
                        .filter(master -> !master.equals(from))
                        .findFirst()
                        .orElseThrow();
                cluster.moveSlot(slot, to, () -> task.put(table.change(200)));
                task.put(table.change(200));
                task.flush();
                assertThat(task.deadLetters()).isEmpty();
            }
            assertThat(StoredRows.in(cluster.masters())).isEqualTo(table.expected());
        }
    }

    @Test
    void sentinelsServeAUserWithTheDocumentedRightsOverTls() throws IOException {
        List<String> rights = documented("ACL SETUSER sink ");
        List<String> sentinelRights = documented("ACL SETUSER watcher ");
        try (RedisSentinels sentinels =
                RedisSentinels.embedded(options, RedisOptions.PLAIN.withUser("admin", "root"))) {
            sentinels.start();
            grant(sentinels.master(), rights);
            sentinels.talkToAll(talk -> sentinelRights.forEach(right -> run(talk, right)));
            Map<String, String> props = props(sentinels.sentinels());
            props.put("redis.mode", "sentinel");
            props.put("redis.sentinel.master", RedisSentinels.MASTER_NAME);
            props.put("redis.sentinel.username", "watcher");
            props.put("redis.sentinel.password", "secret");
            assertThat(errors(props)).isEmpty();
            CardTable table = new CardTable(100);
            try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props)) {
                task.put(table.change(500));
                task.flush();
            }
            assertThat(StoredRows.in(sentinels.master())).isEqualTo(table.expected());
        }
    }

    private static List<String> documented(String start) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "redis-sink.md")).stream()
                .filter(line -> line.startsWith(start))
                .toList();
        assertThat(lines).isNotEmpty();
        return lines;
    }

    private static void grant(RedisServer server, List<String> rights) {
        try (RedisTalk talk = server.talk()) {
            rights.forEach(right -> run(talk, right));
        }
    }

    private static void run(RedisTalk talk, String command) {
        assertThat(talk.run(command.split(" ", -1))).isEqualTo("OK");
    }

    private static List<String> errors(Map<String, String> props) {
        return new RedisSinkConnector()
                .validate(props).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }

    private static Map<String, String> props(List<InetSocketAddress> hosts) {
        Map<String, String> props =
                CardTable.props("redis.username", "sink", "redis.password", "secret", "wait.replicas", "1");
        props.put(
                "redis.hosts",
                hosts.stream().map(host -> "127.0.0.1:" + host.getPort()).collect(Collectors.joining(",")));
        props.putAll(TlsProps.of(certificates));
        return props;
    }
}
