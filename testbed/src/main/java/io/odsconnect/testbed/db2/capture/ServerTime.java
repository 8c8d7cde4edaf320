package io.odsconnect.testbed.db2.capture;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The server's clock, which SQL and Capture share: UTC and right at first. It can be put into another zone and to another
 * time, and goes on from there, through the zone's changes to and from daylight saving time.
 */
public final class ServerTime {

    private static final int HOUR = 10_000;
    private static final int MINUTE = 100;
    private static final int SECONDS_A_HOUR = 3600;
    private static final int SECONDS_A_MINUTE = 60;

    private static volatile Setting setting = new Setting(ZoneOffset.UTC, 0);

    private record Setting(ZoneId zone, long aheadMicros) {}

    private ServerTime() {}

    /** Puts the clock into a zone, and so far ahead of the time that it is. */
    static void set(ZoneId zone, long aheadMicros) {
        setting = new Setting(zone, aheadMicros);
    }

    /** Says whether the clock was put to something else than the right time in UTC. */
    public static boolean isSet() {
        Setting now = setting;
        return now.aheadMicros() != 0 || !now.zone().equals(ZoneOffset.UTC);
    }

    /** Returns what the clock shows at a moment, as the driver in this JVM, whose zone is UTC, takes it. */
    static Timestamp shown(long micros) {
        Setting now = setting;
        Instant moment = Instant.EPOCH.plus(micros + now.aheadMicros(), ChronoUnit.MICROS);
        return Timestamp.from(LocalDateTime.ofInstant(moment, now.zone()).toInstant(ZoneOffset.UTC));
    }

    /** Called by SQL: returns CURRENT TIMESTAMP. */
    public static Timestamp now() {
        return shown(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    /** Called by SQL: returns CURRENT TIMEZONE, how far the clock is ahead of UTC now, as HHMMSS. */
    public static int timeZone() {
        Setting now = setting;
        Instant moment = Instant.now().plus(now.aheadMicros(), ChronoUnit.MICROS);
        int seconds = now.zone().getRules().getOffset(moment).getTotalSeconds();
        return seconds / SECONDS_A_HOUR * HOUR
                + seconds % SECONDS_A_HOUR / SECONDS_A_MINUTE * MINUTE
                + seconds % SECONDS_A_MINUTE;
    }
}
