package io.odsconnect.benchmarks.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one load of the table took, from the first REST call to the last row that the store shows.
 *
 * @param rows how many rows the store shows
 * @param seconds how long it took
 * @param cpuSeconds CPU time by server
 * @param bytesPerMessage the size of the topics on the broker's disk, by their messages
 * @param timeline the seconds after which the first row, and each quarter of the rows, was seen
 */
record Load(int rows, double seconds, Map<String, Double> cpuSeconds, double bytesPerMessage, List<Double> timeline) {

    /** Returns the CPU time of worker and broker for each row, in microseconds. */
    double cpuMicrosPerRow() {
        return (cpuSeconds.getOrDefault(Servers.WORKER, 0.0) + cpuSeconds.getOrDefault(Servers.BROKER, 0.0))
                * 1e6
                / rows;
    }

    double rowsPerSecond() {
        return rows / seconds;
    }

    @Override
    public String toString() {
        String cpu = cpuSeconds.entrySet().stream()
                .map(server -> String.format(Locale.ROOT, "%s %.1f", server.getKey(), server.getValue()))
                .collect(Collectors.joining(", "));
        String seen = timeline.stream()
                .map(time -> String.format(Locale.ROOT, "%.1f", time))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "%,d rows in %.1f s, %,.0f rows/s; CPU s: %s; worker and broker %.1f us a row; %.0f bytes a message; first row and"
                        + " quarters after %s s",
                rows,
                seconds,
                rowsPerSecond(),
                cpu,
                cpuMicrosPerRow(),
                bytesPerMessage,
                seen);
    }
}
