package io.odsconnect.common.sink;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine logs while it is open. In the tests the log goes to the error stream, errors only. */
final class LogCapture implements AutoCloseable {

    private static final int DEBUG = 10;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final Map<Logger, Integer> levels = new HashMap<>();

    LogCapture() {
        for (Class<?> each : List.of(
                SinkEngine.class,
                RecordIntake.class,
                Dispatcher.class,
                BatchResults.class,
                OutageLog.class,
                DeadLetters.class,
                Watchdog.class,
                FlowControl.class)) {
            Logger logger = LoggerFactory.getLogger(each);
            levels.put(logger, level(logger, DEBUG));
        }
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    }

    /** Sets the level of a logger, which is that of slf4j-simple, and returns what it was. */
    private static int level(Logger logger, int to) {
        try {
            Field level = logger.getClass().getDeclaredField("currentLogLevel");
            level.setAccessible(true);
            int was = level.getInt(logger);
            level.setInt(logger, to);
            return was;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The tests do not log through slf4j-simple", e);
        }
    }

    /** Returns the lines of a level that hold all these texts. */
    List<String> lines(String level, String... texts) {
        return text().lines()
                .filter(line -> line.contains("] " + level + " "))
                .filter(line -> List.of(texts).stream().allMatch(line::contains))
                .toList();
    }

    /** Returns all that was logged. */
    String text() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setErr(before);
        levels.forEach(LogCapture::level);
    }
}
