package io.odsconnect.common.event;

import io.odsconnect.common.value.HeaderText;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The header of the records of a compare run: its run's id. A record with this header is no change of a row. The id is
 * written so that it stays a text in any header converter ({@link HeaderText}).
 */
public final class CompareRunHeader {

    /** The header's name. */
    public static final String NAME = "odsconnect.compare.run";

    private CompareRunHeader() {}

    /** Adds the id of the run that a record belongs to. */
    public static void add(Headers headers, String run) {
        headers.addString(NAME, HeaderText.of(run));
    }

    /** Returns the id of the run that a record with these headers belongs to; null where it belongs to none. */
    public static @Nullable String of(Headers headers) {
        Header header = headers.lastWithName(NAME);
        return header == null || header.value() == null
                ? null
                : HeaderText.read(header.value()).toString();
    }
}
