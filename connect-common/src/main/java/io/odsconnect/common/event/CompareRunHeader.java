package io.odsconnect.common.event;

import java.util.regex.Pattern;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The header of the records of a compare run: its run's id. A record with this header is no change of a row. The id is
 * written so that it stays a text in any header converter.
 */
public final class CompareRunHeader {

    /** The header's name. */
    public static final String NAME = "odsconnect.compare.run";

    /** Before an id that a header converter could take for something else than text. */
    private static final String GUARD = "run:";

    private static final Pattern PLAIN = Pattern.compile("(?!(?i:true|false|null)$)[a-zA-Z][a-zA-Z0-9._-]*");

    private CompareRunHeader() {}

    /** Adds the id of the run that a record belongs to. */
    public static void add(Headers headers, String run) {
        headers.addString(NAME, PLAIN.matcher(run).matches() ? run : GUARD + run);
    }

    /** Returns the id of the run that a record with these headers belongs to; null where it belongs to none. */
    public static @Nullable String of(Headers headers) {
        @Nullable Header header = headers.lastWithName(NAME);
        if (header == null || header.value() == null) {
            return null;
        }
        String text = header.value().toString();
        return text.startsWith(GUARD) ? text.substring(GUARD.length()) : text;
    }
}
