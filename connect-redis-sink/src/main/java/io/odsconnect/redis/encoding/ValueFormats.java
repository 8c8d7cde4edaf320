package io.odsconnect.redis.encoding;

/**
 * The text forms in which readers differ; see docs/redis-sink.md.
 *
 * @param decimals how decimals are written in JSON; elsewhere they are their digits in any case
 * @param times how dates with a time of day are written
 * @param binaries how bytes are written
 */
public record ValueFormats(Decimals decimals, Times times, Binaries binaries) {

    /** What holds where nothing is configured. */
    public static final ValueFormats DEFAULT = new ValueFormats(Decimals.NUMBER, Times.ISO, Binaries.BASE64);

    /** How decimals are written in JSON. */
    public enum Decimals {
        /** A number with all its digits. */
        NUMBER,
        /** A string with all its digits, for readers that make every number a double. */
        STRING
    }

    /** How timestamps are written; one without a zone is taken as UTC where it becomes a number. */
    public enum Times {
        /** ISO 8601. */
        ISO,
        /** Milliseconds since the epoch, rounded down. */
        EPOCH_MILLIS,
        /** Microseconds since the epoch, rounded down. */
        EPOCH_MICROS
    }

    /** How bytes are written. */
    public enum Binaries {
        /** Base64 with padding (RFC 4648 section 4). */
        BASE64,
        /** Hexadecimal digits in lower case. */
        HEX,
        /** The bytes themselves: in fields of a hash only. */
        RAW
    }
}
