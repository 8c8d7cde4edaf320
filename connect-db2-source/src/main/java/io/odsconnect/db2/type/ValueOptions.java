package io.odsconnect.db2.type;

import io.odsconnect.db2.config.BinaryMode;
import io.odsconnect.db2.config.DecimalMode;
import io.odsconnect.db2.config.TimeMode;

/**
 * How the user wants values.
 *
 * @param decimals DECIMAL and DECFLOAT
 * @param times DATE, TIME and TIMESTAMP
 * @param binaries binary columns
 * @param trimChar whether blanks at the end of CHAR and GRAPHIC go
 * @param lobs how large a large object may be
 */
public record ValueOptions(
        DecimalMode decimals, TimeMode times, BinaryMode binaries, boolean trimChar, LobLimit lobs) {}
