package io.odsconnect.testbed.cassandra;

import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.ServerClassPath;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Cassandra's own daemon, one node, in a JVM of its own.
 *
 * @param options how it is set up
 * @param seat its place in the ring
 */
record CassandraProgram(CassandraOptions options, CassandraSeat seat) implements ServerProgram {

    private static final String MAIN = "org.apache.cassandra.service.CassandraDaemon";
    // "Starting listening for CQL clients" comes before the bind, and so also where the port is taken.
    private static final String SERVES = "Startup complete";
    private static final String FIRST_LOGIN = "Created default superuser";
    private static final String MARKER = "has-login";

    // Cassandra locks all its memory where it may, as root or without a limit. Here it must not: the machine is shared.
    private static final String WITHOUT_MEMORY_LOCK = """
            ulimit -l 64 2>/dev/null
            drop='--bounding-set=-ipc_lock --inh-caps=-ipc_lock'
            if setpriv $drop true 2>/dev/null; then exec setpriv $drop "$@"; fi
            exec "$@"
            """;

    // What the daemon reaches into the JDK for; conf/jvm17-server.options in Cassandra's source is the whole list.
    private static final List<String> OPENED = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.management.rmi/com.sun.jmx.remote.internal.rmi=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.server=ALL-UNNAMED",
            "--add-exports=java.sql/java.sql=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.module=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.loader=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.math=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.module=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.reflect=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.util.jar=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    CassandraProgram(CassandraOptions options) {
        this(options, CassandraSeat.ALONE);
    }

    @Override
    public String name() {
        return "cassandra";
    }

    @Override
    public int ports() {
        return 2;
    }

    @Override
    public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
        Path yaml = folder.resolve("cassandra.yaml");
        Files.write(yaml, yaml(ports.get(0), ports.get(1)));
        Path place = folder.resolve("cassandra-rackdc.properties");
        Files.write(place, List.of("dc=" + CassandraServer.DATACENTER, "rack=rack1"));
        List<String> jvm = new ArrayList<>(OPENED);
        jvm.addAll(List.of(
                "-Xmx" + options.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dlogback.configurationFile=testbed-logback.xml",
                "-Dcassandra-foreground=yes",
                "-Dcassandra.config=" + yaml.toUri(),
                "-Dcassandra-rackdc.properties=" + place.toUri(),
                "-Dcassandra.storagedir=" + folder.resolve("data"),
                // A node that is alone waits for nobody, and one of a cluster owns its part of the ring from the start.
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0"));
        jvm.addAll(options.jvmOptions());
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WITHOUT_MEMORY_LOCK, "sh"));
        command.addAll(ChildProcess.jvmCommand(folder, ServerClassPath.of("cassandra"), jvm, MAIN, List.of()));
        return ChildProcess.start(name(), folder, command);
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        if (!process.hasLogged(SERVES)) {
            return false;
        }
        if (!options.login()) {
            return true;
        }
        // The first login is made in the background, and once only.
        Path marker = folder.resolve(MARKER);
        if (!Files.exists(marker)) {
            if (!process.hasLogged(FIRST_LOGIN)) {
                return false;
            }
            try {
                Files.createFile(marker);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return true;
    }

    private List<String> yaml(int nativePort, int storagePort) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("cluster_name", "odsconnect");
        lines.put("partitioner", "org.apache.cassandra.dht.Murmur3Partitioner");
        lines.put("num_tokens", "1");
        lines.put("initial_token", "'" + seat.token() + "'");
        lines.put("auto_bootstrap", "false");
        // To this one a node itself is nearer than the others: a read with consistency ONE tells what that node has.
        lines.put("endpoint_snitch", "GossipingPropertyFileSnitch");
        lines.put("dynamic_snitch", "false");
        String seeds =
                seat.peers().stream().map(peer -> peer + ":" + storagePort).collect(Collectors.joining(","));
        lines.put(
                "seed_provider",
                "[{class_name: org.apache.cassandra.locator.SimpleSeedProvider, parameters: [{seeds: \"" + seeds
                        + "\"}]}]");
        lines.put("listen_address", seat.address());
        lines.put("storage_port", Integer.toString(storagePort));
        lines.put("rpc_address", seat.address());
        lines.put("start_native_transport", "true");
        lines.put("native_transport_port", Integer.toString(nativePort));
        if (options.durable()) {
            lines.put("commitlog_sync", "batch");
        } else {
            lines.put("commitlog_sync", "periodic");
            lines.put("commitlog_sync_period", "10000ms");
        }
        lines.put("commitlog_segment_size", "8MiB");
        lines.put("disk_failure_policy", "stop");
        lines.put("commit_failure_policy", "stop");
        if (options.login()) {
            lines.put("authenticator", "PasswordAuthenticator");
            lines.put("authorizer", "CassandraAuthorizer");
            lines.put("role_manager", "CassandraRoleManager");
        }
        lines.putAll(options.settings());
        return lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue())
                .toList();
    }
}
