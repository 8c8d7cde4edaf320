package io.odsconnect.db2.type;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * How a key column's value is kept in an offset, and bound to a statement that goes on after it. Unlike the value in
 * the event it is always exact, whatever form the user wants there.
 */
public enum KeyForm {
    /** SMALLINT, INTEGER, BIGINT. */
    INTEGER {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return rows.getLong(index);
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setLong(index, Long.parseLong(text));
        }
    },
    /** DECIMAL and DECFLOAT. */
    DECIMAL {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return Objects.requireNonNull(rows.getBigDecimal(index));
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setBigDecimal(index, new BigDecimal(text));
        }
    },
    /** REAL. */
    REAL {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return rows.getFloat(index);
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setFloat(index, Float.parseFloat(text));
        }
    },
    /** DOUBLE. */
    DOUBLE {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return rows.getDouble(index);
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setDouble(index, Double.parseDouble(text));
        }
    },
    /** DATE. */
    DATE {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return Objects.requireNonNull(new ZonelessTimes().epochDay(rows, index));
        }

        @Override
        public String text(Object exact) {
            return ZonelessTimes.dateText((Integer) exact);
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setString(index, text);
        }
    },
    /** TIME. */
    TIME {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return Objects.requireNonNull(new ZonelessTimes().secondOfDay(rows, index));
        }

        @Override
        public String text(Object exact) {
            return ZonelessTimes.timeText((Integer) exact);
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setString(index, text);
        }
    },
    /** TIMESTAMP with up to six digits of fraction. */
    TIMESTAMP {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return new ZonelessTimes().exactText(rows, index);
        }

        @Override
        public String text(Object exact) {
            return exact instanceof Long micros ? ZonelessTimes.timestampText(micros) : exact.toString();
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setString(index, text);
        }
    },
    /** TIMESTAMP with more digits than that. */
    LONG_TIMESTAMP {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return Objects.requireNonNull(new ZonelessTimes().iso(rows, index, 12));
        }

        @Override
        public String text(Object exact) {
            return DriverTimestamps.withoutTrailingZeros(
                    exact.toString().replace('T', ' ').replace("Z", ""));
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setString(index, text);
        }
    },
    /** TIMESTAMP WITH TIME ZONE. */
    ZONED_TIMESTAMP {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return DriverTimestamps.zoned(Objects.requireNonNull(rows.getTimestamp(index)));
        }

        @Override
        public String text(Object exact) {
            return exact.toString().replace('T', ' ').replace("Z", "+00:00");
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setString(index, text);
        }
    },
    /** Characters. */
    TEXT {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return Objects.requireNonNull(rows.getString(index));
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setString(index, text);
        }
    },
    /** Bytes. */
    BINARY {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return Objects.requireNonNull(rows.getBytes(index));
        }

        @Override
        public String text(Object exact) {
            return HexFormat.of().formatHex((byte[]) exact);
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setBytes(index, HexFormat.of().parseHex(text));
        }
    },
    /** BOOLEAN. */
    BOOLEAN {
        @Override
        Object exact(ResultSet rows, int index) throws SQLException {
            return rows.getBoolean(index);
        }

        @Override
        public void bind(PreparedStatement statement, int index, String text) throws SQLException {
            statement.setBoolean(index, Boolean.parseBoolean(text));
        }
    };

    /** Reads column {@code index} of the current row exactly; it is not null. */
    abstract Object exact(ResultSet rows, int index) throws SQLException;

    /** Binds to parameter {@code index} the value that {@code text} stands for. */
    public abstract void bind(PreparedStatement statement, int index, String text) throws SQLException;

    /** Returns the text that stands for what {@link RowReader#key} read. */
    public String text(Object exact) {
        return exact.toString();
    }
}
