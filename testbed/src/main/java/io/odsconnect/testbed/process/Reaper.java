package io.odsconnect.testbed.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sees to it that no child process and no folder outlives this JVM, however it ends: a shell waits for the end of its
 * standard input, which the kernel closes when we die, {@code kill -9} included, and then kills and deletes what is
 * left on its list.
 */
final class Reaper {

    // Ctrl-C reaches the whole process group, so the shell must not heed it.
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
            [ "$pids" = ' ' ] || kill -9 $pids 2>/dev/null
            printf '%s\\n' "$folders" | while read -r folder; do
              case $folder in ?*) rm -rf -- "$folder" ;; esac
            done
            """;

    private static final Reaper INSTANCE = new Reaper();

    private final OutputStream commands;

    private Reaper() {
        try {
            commands = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start /bin/sh", e);
        }
    }

    /** Kills the process of this id when this JVM ends. */
    static void watch(long pid) {
        INSTANCE.say("watch " + pid);
    }

    /** Leaves the process of this id alone: it has ended, and the id may be another's soon. */
    static void forget(long pid) {
        INSTANCE.say("forget " + pid);
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
}
