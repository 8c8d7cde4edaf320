package io.odsconnect.benchmarks.pipeline;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The CPU time of the servers that this process has started, by what they are called here. */
final class CpuTimes {

    private final Map<String, List<ProcessHandle>> processes = new LinkedHashMap<>();

    /** Runs what starts a server, and takes the processes that there are more afterwards as the server's. */
    void start(String name, Runnable start) {
        Set<Long> before =
                ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
        start.run();
        processes.put(
                name,
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> !before.contains(process.pid()))
                        .toList());
    }

    /** Returns the id of the process that has used the most CPU time of a server's. */
    long pid(String name) {
        return processes.getOrDefault(name, List.of()).stream()
                .max((left, right) -> Double.compare(seconds(left), seconds(right)))
                .orElseThrow(() -> new IllegalStateException(name + " runs in no process of its own"))
                .pid();
    }

    /** Returns the CPU seconds of each server since it was started; 0 for one that was not started here. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        processes.forEach((name, all) ->
                seconds.put(name, all.stream().mapToDouble(CpuTimes::seconds).sum()));
        return seconds;
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
