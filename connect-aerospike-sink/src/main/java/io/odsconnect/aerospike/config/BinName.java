package io.odsconnect.aerospike.config;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.config.ConfigException;

/**
 * A column and the bin it goes to.
 *
 * @param column the column
 * @param bin the bin
 */
public record BinName(String column, String bin) {

    /** The longest name of a bin that the server takes, in bytes of UTF-8. */
    public static final int LONGEST = 15;

    /** Returns how many bytes a name takes. */
    public static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Parses {@code COLUMN:bin}.
     *
     * @throws ConfigException if it is something else, or the name of the bin is too long
     */
    static BinName parse(String option, String text) {
        int colon = text.indexOf(':');
        String column = colon < 0 ? "" : text.substring(0, colon).trim();
        String bin = text.substring(colon + 1).trim();
        if (column.isEmpty() || bin.isEmpty()) {
            throw new ConfigException(option, text, "It has to be COLUMN:bin.");
        }
        if (length(bin) > LONGEST) {
            throw new ConfigException(option, text, "The name of a bin has at most " + LONGEST + " bytes.");
        }
        return new BinName(column, bin);
    }
}
