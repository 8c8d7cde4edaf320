package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.config.ConnectionOptions;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.type.ZonelessTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/** Holds {@code database.time.zone} against the server's clock: with a wrong one a position is hours off. */
final class ClockCheck {

    private static final int HOUR = 10_000;
    private static final int MINUTE = 100;

    private ClockCheck() {}

    /** Returns what is wrong with the zone. */
    static Optional<Problem> problem(Db2SourceConfig config, Db2Session session) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(Db2Sql.timeZone())) {
            rows.next();
            long now = Objects.requireNonNull(new ZonelessTimes().micros(rows, 1));
            ZoneOffset ahead = offset(rows.getInt(2));
            if (new ServerClock(config.timeZone()).allows(now, ahead)) {
                return Optional.empty();
            }
            String right = ahead.equals(ZoneOffset.UTC) ? "UTC" : ahead.getId();
            return Optional.of(new Problem(
                    ConnectionOptions.TIME_ZONE,
                    "It is " + config.timeZone() + ", but the server's clock is at " + right
                            + " now (CURRENT TIMEZONE). Set " + ConnectionOptions.TIME_ZONE + "=" + right
                            + ", or where that clock follows daylight saving time, the zone of its place, such as"
                            + " Europe/Berlin."));
        }
    }

    /** Returns the offset that Db2 has as HHMMSS. */
    private static ZoneOffset offset(int digits) {
        return ZoneOffset.ofHoursMinutesSeconds(digits / HOUR, digits / MINUTE % MINUTE, digits % MINUTE);
    }
}
