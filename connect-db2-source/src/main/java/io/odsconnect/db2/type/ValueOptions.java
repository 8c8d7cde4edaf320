package io.odsconnect.db2.type;

/**
 * How the user wants values.
 *
 * @param decimals DECIMAL and DECFLOAT
 * @param times DATE, TIME and TIMESTAMP
 * @param binaries binary columns
 * @param trimChar whether blanks at the end of CHAR and GRAPHIC go
 * @param lobs how large a large object may be
 * @param hour24 what 24:00:00 is as a number
 * @param names how the names of columns become names of fields
 */
public record ValueOptions(
        DecimalMode decimals,
        TimeMode times,
        BinaryMode binaries,
        boolean trimChar,
        LobLimit lobs,
        Hour24Mode hour24,
        NameAdjustment names) {

    /** Keeps 24:00:00 and the names of columns as they are. */
    public ValueOptions(DecimalMode decimals, TimeMode times, BinaryMode binaries, boolean trimChar, LobLimit lobs) {
        this(decimals, times, binaries, trimChar, lobs, Hour24Mode.KEEP, NameAdjustment.NONE);
    }
}
