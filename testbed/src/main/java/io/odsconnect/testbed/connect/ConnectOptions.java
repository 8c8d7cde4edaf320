package io.odsconnect.testbed.connect;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a Connect worker is set up. Each {@code with} method returns a changed copy.
 *
 * @param release the version of the worker, and its Java
 * @param bootstrapServers the brokers
 * @param pluginPath the folders of {@code plugin.path}
 * @param heapMegabytes the worker's heap, in MiB
 * @param jvmOptions further options of the worker's JVM, such as a Java agent
 * @param settings further properties of the worker; they win over ours
 */
public record ConnectOptions(
        WorkerRelease release,
        String bootstrapServers,
        List<Path> pluginPath,
        int heapMegabytes,
        List<String> jvmOptions,
        Map<String, String> settings) {

    private static final int HEAP_MEGABYTES = 384;

    /** Copies the collections. */
    public ConnectOptions {
        pluginPath = List.copyOf(pluginPath);
        jvmOptions = List.copyOf(jvmOptions);
        settings = Map.copyOf(settings);
    }

    /** Returns the options of a worker at these brokers with these folders of plugins. */
    public static ConnectOptions of(String bootstrapServers, Path... pluginPath) {
        return new ConnectOptions(
                WorkerRelease.ofBuild(), bootstrapServers, List.of(pluginPath), HEAP_MEGABYTES, List.of(), Map.of());
    }

    /** Returns these options with a worker of another version, or on another Java. */
    public ConnectOptions withRelease(WorkerRelease other) {
        return new ConnectOptions(other, bootstrapServers, pluginPath, heapMegabytes, jvmOptions, settings);
    }

    /** Returns these options with another heap size, in MiB. */
    public ConnectOptions withHeap(int megabytes) {
        return new ConnectOptions(release, bootstrapServers, pluginPath, megabytes, jvmOptions, settings);
    }

    /** Returns these options with other further options of the JVM. */
    public ConnectOptions withJvmOptions(String... options) {
        return new ConnectOptions(release, bootstrapServers, pluginPath, heapMegabytes, List.of(options), settings);
    }

    /** Returns these options with one more property of the worker. */
    public ConnectOptions with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new ConnectOptions(release, bootstrapServers, pluginPath, heapMegabytes, jvmOptions, more);
    }

    /** Names what is set; a value may be a secret. */
    @Override
    public String toString() {
        return "ConnectOptions[release=" + release + ", bootstrapServers=" + bootstrapServers + ", pluginPath="
                + pluginPath + ", heapMegabytes=" + heapMegabytes + ", settings=" + settings.keySet() + "]";
    }
}
