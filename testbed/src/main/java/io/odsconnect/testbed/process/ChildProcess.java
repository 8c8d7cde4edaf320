package io.odsconnect.testbed.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server's process. Its output goes to a log file; it never outlives this JVM. */
public final class ChildProcess implements AutoCloseable {

    private static final int LOG_LINES_IN_ERRORS = 30;
    private static final Duration LOOK = Duration.ofMillis(50);

    // The program starts only after the reaper knows its process id. If this JVM dies before that, read sees the end of
    // the pipe and nothing was started.
    private static final String GATE = "read -r go && exec \"$@\" </dev/null";

    private final String name;
    private final Process process;
    private final Path log;
    private final long logStart;
    private final CompletableFuture<Void> end;

    private ChildProcess(String name, Process process, Path log, long logStart) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.logStart = logStart;
        Reaper.watch(process.pid());
        this.end = process.onExit().thenRun(() -> Reaper.forget(process.pid()));
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
        List<String> gated = new ArrayList<>(List.of("/bin/sh", "-c", GATE, "sh"));
        gated.addAll(command);
        try {
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            Process process = new ProcessBuilder(gated)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            try (OutputStream gate = process.getOutputStream()) {
                ChildProcess child = new ChildProcess(name, process, log, logStart);
                gate.write('\n');
                return child;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name + " with " + command.get(0), e);
        }
    }

    /**
     * Starts a JVM of the version this one has. What it writes to its temporary folder is in {@code folder} too.
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
        return start(name, folder, jvmCommand(folder, classPath, options, mainClass, arguments));
    }

    /**
     * Returns the command that {@link #startJvm} runs, for a server that needs something put before it.
     *
     * @param folder the working folder
     * @param classPath the class path
     * @param options the JVM's options
     * @param mainClass the class to run
     * @param arguments its arguments
     */
    public static List<String> jvmCommand(
            Path folder, String classPath, List<String> options, String mainClass, List<String> arguments) {
        Path temporary = folder.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Native libraries are unpacked there, and counters mapped from /tmp: a killed JVM deletes neither.
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-XX:-UsePerfData");
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
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
     * Returns when {@code ready} says so. If that does not come to pass, the process is killed.
     *
     * @throws IllegalStateException if the process ends, {@code limit} passes first, or this thread is interrupted
     */
    public ChildProcess await(Duration limit, BooleanSupplier ready) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            name + " ended with exit code " + process.exitValue() + ":\n" + tail());
                }
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(name + " is not ready after " + limit + ":\n" + tail());
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("Interrupted while " + name + " starts");
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
            return this;
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
    }

    /** Says whether the process has written {@code text} to its log since it was started. */
    public boolean hasLogged(String text) {
        return output().contains(text);
    }

    /** Returns what the process has written to its log since it was started. */
    public String output() {
        try (FileChannel file = FileChannel.open(log)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size() - logStart));
            while (bytes.hasRemaining() && file.read(bytes, logStart + bytes.position()) >= 0) {
                // Reads on.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Returns the last lines of what the process has written to its log. */
    public String tail() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_ERRORS), lines.size()));
    }

    /** Ends the process at once, as {@code kill -9} does, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        end.join();
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
        end.join();
    }

    @Override
    public void close() {
        kill();
    }
}
