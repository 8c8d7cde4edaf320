package io.odsconnect.testbed.connect;

import io.odsconnect.testbed.process.Repository;
import io.odsconnect.testbed.process.ServerClassPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version of the Connect worker, and the Java that it runs on.
 *
 * @param classPath the worker's class path
 * @param javaHome the folder of the Java runtime
 */
public record WorkerRelease(String classPath, Path javaHome) {

    private static final Pattern RUNTIME = Pattern.compile("connect-runtime-([\\d.]+)\\.jar");
    private static final Pattern JAVA_VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** Returns the version that the build brings, on this JVM's own Java. */
    public static WorkerRelease ofBuild() {
        return new WorkerRelease(ServerClassPath.of("kafka"), Path.of(System.getProperty("java.home")));
    }

    /** Returns the other versions whose class paths {@code .ci/workers} has resolved, on this JVM's own Java. */
    public static List<WorkerRelease> resolved() {
        Path target = Repository.servers().resolve("worker").resolve("target");
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        Path java = Path.of(System.getProperty("java.home"));
        try (Stream<Path> versions = Files.list(target)) {
            return versions.map(version -> version.resolve("class.path"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> new WorkerRelease(ServerClassPath.in(file), java))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns this version on the Java in another folder. */
    public WorkerRelease on(Path otherJavaHome) {
        return new WorkerRelease(classPath, otherJavaHome);
    }

    /** Returns the version of the worker, such as {@code 4.3.1}. */
    public String version() {
        Matcher runtime = RUNTIME.matcher(classPath);
        if (!runtime.find()) {
            throw new IllegalStateException("The class path of a worker has no connect-runtime");
        }
        return runtime.group(1);
    }

    /** Returns the feature version of the Java, such as {@code 17}, from the file {@code release} that each JDK has. */
    public String java() {
        Path file = javaHome.resolve("release");
        try {
            Matcher version = JAVA_VERSION.matcher(Files.readString(file));
            if (!version.find()) {
                throw new IllegalStateException(file + " does not name a version of Java");
            }
            return version.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @Override
    public String toString() {
        return "Kafka Connect " + version() + " on Java " + java();
    }
}
