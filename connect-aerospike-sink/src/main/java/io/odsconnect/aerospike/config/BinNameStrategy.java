package io.odsconnect.aerospike.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What the bins of columns are called, where no mapping says. */
public enum BinNameStrategy {

    /** As the column. */
    AS_IS {
        @Override
        public String binOf(String column) {
            return column;
        }
    },

    /**
     * As the column where that is short enough; else as many whole characters of it as fit into {@value #KEPT} bytes,
     * an underscore, and the first {@value #DIGITS} hexadecimal digits, in lower case, of the SHA-256 of the whole name
     * in UTF-8. The same name always gives the same bin.
     */
    SHORTEN {
        @Override
        public String binOf(String column) {
            return BinName.length(column) <= BinName.LONGEST ? column : start(column) + "_" + digits(column);
        }
    };

    private static final int KEPT = 8;
    private static final int DIGITS = 6;

    /** Returns the bin of a column; it may be too long for the server. */
    public abstract String binOf(String column);

    /** Returns the strategy of this name. */
    static BinNameStrategy of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Returns the names of all. */
    static String[] names() {
        return Arrays.stream(values()).map(BinNameStrategy::toString).toArray(String[]::new);
    }

    private static String start(String column) {
        int end = 0;
        for (int next = 0; next < column.length(); end = next) {
            next = column.offsetByCodePoints(end, 1);
            if (BinName.length(column.substring(0, next)) > KEPT) {
                break;
            }
        }
        return column.substring(0, end);
    }

    private static String digits(String column) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(column.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** Returns the name as it stands in the option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
