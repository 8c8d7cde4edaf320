package io.odsconnect.testbed.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server's process. Its output goes to a log file; it never outlives this JVM. */
public final class ChildProcess implements AutoCloseable {

    private static final int LOG_LINES_IN_ERRORS = 30;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a command.
     *
     * @param name what it is, for messages
     * @param folder its working folder; the log is {@code name.log} in it, appended to
     * @param command the program and its arguments
     */
    public static ChildProcess start(String name, Path folder, List<String> command) {
        Path log = folder.resolve(name + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            Reaper.watch(process.pid());
            return new ChildProcess(name, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name + " with " + command.get(0), e);
        }
    }

    /**
     * Starts a JVM of the version this one has.
     *
     * @param name what it is, for messages
     * @param folder its working folder
     * @param classPath its class path
     * @param options the JVM's options
     * @param mainClass the class to run
     * @param arguments its arguments
     */
    public static ChildProcess startJvm(
            String name,
            Path folder,
            String classPath,
            List<String> options,
            String mainClass,
            List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return start(name, folder, command);
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Says whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns where the output goes. */
    public Path log() {
        return log;
    }

    /**
     * Returns when {@code ready} says so.
     *
     * @throws IllegalStateException if the process ends or {@code limit} passes first
     */
    public ChildProcess await(Duration limit, BooleanSupplier ready) {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended with exit code " + process.exitValue() + ":\n" + tail());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(name + " is not ready after " + limit + ":\n" + tail());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return this;
    }

    /** Ends the process at once, as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks the process to end, gives it {@code limit} for that, then kills it; returns when it is gone. */
    public void stop(Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        awaitEnd();
    }

    @Override
    public void close() {
        kill();
    }

    /** Returns the last lines of the log. */
    public String tail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_ERRORS), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private void awaitEnd() {
        process.onExit().join();
        Reaper.forget(process.pid());
    }
}
