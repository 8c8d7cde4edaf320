package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.DriverContext;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.Test;

/** Connections and threads of tasks that have ended, in whatever way. */
class RedisLeaksIT {

    private static final String NAME = "leaky";

    @Test
    void aStartThatFailsAfterTheStoreWasOpenedLeavesNothing() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN)) {
            server.start();
            try (TcpProxy proxy = TcpProxy.to(server.address())) {
                for (int i = 0; i < 3; i++) {
                    RedisSinkTask task = new RedisSinkTask();
                    Map<String, String> props = props(proxy);
                    task.initialize(withoutReporter(props));
                    assertThatThrownBy(() -> task.start(props)).hasMessage("no reporter");
                    task.stop();
                }
                assertThat(proxy.accepted()).isPositive();
                assertThatNothingIsLeft(proxy);
            }
        }
    }

    @Test
    void aStartThatTheServerRefusesLeavesNothing() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN.withPassword("right"))) {
            server.start();
            try (TcpProxy proxy = TcpProxy.to(server.address())) {
                Map<String, String> props = props(proxy);
                props.put("redis.password", "wrong");
                assertThatThrownBy(() -> new SinkTaskDriver(RedisSinkTask::new, props))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("WRONGPASS");
                assertThat(proxy.accepted()).isPositive();
                assertThatNothingIsLeft(proxy);
            }
        }
    }

    @Test
    void aTaskThatEndsWhileBatchesAreUnderWayLeavesNothing() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN)) {
            server.start();
            try (TcpProxy proxy = TcpProxy.to(server.address())) {
                Map<String, String> props = props(proxy);
                props.put("batch.size", "10");
                CardTable table = new CardTable(50);
                try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props)) {
                    task.put(table.change(50));
                    task.flush();
                    assertThat(proxy.connections()).isPositive();
                    assertThat(threads()).isNotEmpty();
                    proxy.latency(Duration.ofMillis(500));
                    task.put(table.change(200));
                }
                assertThatNothingIsLeft(proxy);
            }
        }
    }

    private static void assertThatNothingIsLeft(TcpProxy proxy) {
        await().untilAsserted(() -> {
            assertThat(proxy.connections()).isZero();
            assertThat(threads()).isEmpty();
        });
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("odsconnect-") && name.contains(NAME))
                .toList();
    }

    private static Map<String, String> props(TcpProxy proxy) {
        return new HashMap<>(Map.of(
                "name",
                NAME,
                "topics",
                "ods.CARD",
                "redis.hosts",
                "127.0.0.1:" + proxy.port(),
                "key.template",
                "card:{CARD_NO}"));
    }

    /** Returns the context of a worker whose dead letters cannot be opened, which the task finds out last. */
    private static SinkTaskContext withoutReporter(Map<String, String> props) {
        DriverContext context = DriverContext.tolerant(props);
        return (SinkTaskContext) Proxy.newProxyInstance(
                RedisLeaksIT.class.getClassLoader(),
                new Class<?>[] {SinkTaskContext.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("errantRecordReporter")) {
                        throw new IllegalStateException("no reporter");
                    }
                    try {
                        return method.invoke(context, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
