package io.odsconnect.common.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A clock that a test turns. */
final class ManualClock implements EngineClock {

    private final List<Alarm> alarms = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5; // Nanosecond clocks may overflow, and nothing may mind.

    private record Alarm(long due, Runnable wakeUp) {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void after(long delayNanos, Runnable wakeUp) {
        alarms.add(new Alarm(now + delayNanos, wakeUp));
    }

    /** Turns the clock on, and runs what is due. */
    void advanceMillis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        List<Alarm> due = alarms.stream()
                .filter(alarm -> alarm.due - now <= 0)
                .sorted(Comparator.comparingLong((Alarm alarm) -> alarm.due - now))
                .toList();
        alarms.removeAll(due);
        due.forEach(alarm -> alarm.wakeUp.run());
    }

    /** Says whether somebody waits for the time to pass. */
    boolean hasAlarms() {
        return !alarms.isEmpty();
    }

    @Override
    public void close() {
        alarms.clear();
    }
}
