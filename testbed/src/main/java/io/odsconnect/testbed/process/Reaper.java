package io.odsconnect.testbed.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that no child process and no folder outlives this JVM, however it ends: a shell waits for the end of its
 * standard input, which the kernel closes when we die, {@code kill -9} included, and then kills and deletes what is
 * left on its list.
 */
final class Reaper {

    // Ctrl-C reaches the whole process group, so the shell must not heed it. A killed process writes for a moment yet,
    // so its files are deleted only when it is gone (or has had five seconds: a zombie that nobody reaps stays).
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=' '
            folders=
            while read -r what value; do
              case $what in
                watch) pids="$pids$value " ;;
                forget) pids=$(printf '%s' "$pids" | sed "s/ $value / /") ;;
                folder) folders="$folders
            $value" ;;
              esac
            done
            [ "$pids" = ' ' ] || kill -9 $pids
            waited=0
            for pid in $pids; do
              while [ $waited -lt 100 ] && kill -0 "$pid"; do
                sleep 0.05
                waited=$((waited + 1))
              done
            done
            printf '%s\\n' "$folders" | while read -r folder; do
              case $folder in ?*) rm -rf -- "$folder" ;; esac
            done
            """;

    private static final long SECONDS_AT_EXIT = 10;

    private static final Reaper INSTANCE = new Reaper();

    private final Process shell;
    private final OutputStream commands;

    private Reaper() {
        try {
            shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start /bin/sh", e);
        }
        commands = shell.getOutputStream();
        // Where this JVM ends in good order, it does not end before all is gone.
        Runtime.getRuntime().addShutdownHook(new Thread(this::finish, "testbed-reaper"));
    }

    /** Kills the process of this id when this JVM ends. */
    static void watch(long pid) {
        INSTANCE.say("watch " + pid);
    }

    /** Leaves the process of this id alone: it has ended, and the id may be another's soon. */
    static void forget(long pid) {
        try {
            INSTANCE.say("forget " + pid);
        } catch (UncheckedIOException e) {
            // This JVM is ending and the shell is at work: what it watched is being killed by it, or gone already.
            return;
        }
    }

    /** Deletes the folder when this JVM ends. */
    static void delete(Path folder) {
        INSTANCE.say("folder " + folder);
    }

    private synchronized void say(String line) {
        try {
            commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The shell that cleans up after this JVM is gone", e);
        }
    }

    private void finish() {
        try {
            synchronized (this) {
                commands.close();
            }
            shell.waitFor(SECONDS_AT_EXIT, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("The shell that cleans up after this JVM is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
