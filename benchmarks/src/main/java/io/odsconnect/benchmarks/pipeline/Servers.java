package io.odsconnect.benchmarks.pipeline;

import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.db2.Db2Server;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import io.odsconnect.testbed.registry.SchemaRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Database, broker, store and, where it is asked for, schema registry, each in a process of its own, for all pipelines of a run. */
final class Servers implements AutoCloseable {

    static final String WORKER = "worker";
    static final String BROKER = "broker";

    private static final int KEY_BYTES = 32;

    private final CpuTimes cpu = new CpuTimes();
    private final Db2Server db2 = Db2Server.embeddedOrGiven();
    private final KafkaBroker kafka = KafkaBroker.embeddedOrGiven();
    private final RedisServer redis = RedisServer.embeddedOrGiven();
    private final PluginPath plugins;
    private @Nullable SchemaRegistry registry;

    private Servers() {
        plugins = PluginPath.ofModules("connect-db2-source", "connect-redis-sink", "common-smt");
    }

    /** Starts all but the workers, and fills the table with {@code rows} rows. */
    static Servers start(int rows) throws SQLException {
        Servers servers = new Servers();
        servers.cpu.start("database", servers.db2::start);
        servers.cpu.start(BROKER, servers.kafka::start);
        servers.cpu.start("store", servers.redis::start);
        try (Connection connection = servers.db2.connect()) {
            CardTable.create(connection, rows);
        }
        servers.db2.capture().register(CardTable.SCHEMA, CardTable.NAME);
        return servers;
    }

    /** Starts a worker for a pipeline; further plugins come from {@code more}. */
    ConnectWorker startWorker(Pipeline pipeline, int heapMegabytes, List<Path> more) {
        List<Path> path = new ArrayList<>(List.of(plugins.path()));
        path.addAll(more);
        ConnectOptions options = ConnectOptions.of(kafka.bootstrapServers(), path.toArray(Path[]::new))
                .withHeap(heapMegabytes);
        for (Map.Entry<String, String> setting : pipeline.worker().entrySet()) {
            options = options.with(setting.getKey(), setting.getValue());
        }
        ConnectWorker worker = new ConnectWorker(pipeline.avro() ? registry().with(options) : options);
        cpu.start(WORKER, worker::start);
        return worker;
    }

    private SchemaRegistry registry() {
        SchemaRegistry running = registry;
        if (running == null) {
            running = new SchemaRegistry();
            cpu.start("registry", running::start);
            registry = running;
        }
        return running;
    }

    /** Returns what placeholders in configs stand for; {@code load} names the connectors and topics of one load. */
    Map<String, String> places(String load) {
        Map<String, String> places = new HashMap<>();
        places.put("load", load);
        places.put("db2.url", db2.jdbcUrl());
        places.put("db2.host", db2.host());
        places.put("db2.port", Integer.toString(db2.port()));
        places.put("db2.user", db2.user());
        places.put("db2.password", db2.password());
        places.put("db2.database", db2.database());
        places.put("redis.uri", redis.uri().toString());
        places.put("redis.host", redis.host());
        places.put("redis.port", Integer.toString(redis.port()));
        // Measurements need no secrets.
        String key = Base64.getEncoder().encodeToString(new byte[KEY_BYTES]);
        places.put("card.keyset", "card-1:FF1:" + key);
        places.put("digest.key", key);
        return places;
    }

    CpuTimes cpu() {
        return cpu;
    }

    Connection connect() throws SQLException {
        return db2.connect();
    }

    RedisTalk talk() {
        return redis.talk();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @Override
    public void close() {
        SchemaRegistry running = registry;
        if (running != null) {
            running.close();
        }
        plugins.close();
        redis.close();
        kafka.close();
        db2.close();
    }
}
