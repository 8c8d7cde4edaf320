package io.odsconnect.redis.store;

import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.mapping.DeleteMarkers;
import io.odsconnect.redis.mapping.IndexEntry;
import io.odsconnect.redis.mapping.RedisWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/** What is read for one row, and what a comparison with it gives. For one thread. */
final class RowReads {

    /** The clocks of the server and of this machine, and the way between them, may differ by this. */
    static final long TOLERANCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final StoredForm form;
    private final WriteRules rules;
    private final RedisWrite write;
    private final ReadStep row;
    private final ReadStep marker;
    private final ReadStep left;
    private final @Nullable ReadStep entry;

    RowReads(StoredForm form, WriteRules rules, RedisWrite write) {
        this.form = form;
        this.rules = rules;
        this.write = write;
        this.row = form.read(write.key());
        this.marker = new ReadStep(Command.GET, DeleteMarkers.of(write.key()));
        this.left = new ReadStep(Command.PTTL, write.key());
        IndexEntry index = write.index();
        this.entry = index == null
                ? null
                : new ReadStep(
                        rules.indexType() == IndexType.ZSET ? Command.ZSCORE : Command.SISMEMBER,
                        StoredForm.bytes(index.key()),
                        write.key());
    }

    /** Returns the commands. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(row, marker, left));
        if (entry != null) {
            steps.add(entry);
        }
        return steps;
    }

    /**
     * Compares, once all commands are answered.
     *
     * @param nowMillis the time in milliseconds since the epoch
     */
    Comparison compare(long nowMillis) {
        row.check();
        marker.check();
        left.check();
        if (entry != null) {
            entry.check();
        }
        if (row.isOfOtherType()) {
            return new Comparison.Different(ChangeEvent.NO_POSITION, List.of(Comparison.FORM));
        }
        StoredForm.Stored stored = form.stored(row);
        if (stored == null) {
            return absent(nowMillis);
        }
        Long position = stored.position();
        if (position != null && position > write.position()) {
            return write.isDelete() ? Comparison.MATCH : new Comparison.Newer(position);
        }
        long known = position == null ? ChangeEvent.NO_POSITION : position;
        if (write.isDelete()) {
            return new Comparison.Different(known, List.of(Comparison.ROW));
        }
        Long deleted = StoredForm.position(marker.text());
        if (deleted != null && deleted >= write.position()) {
            return new Comparison.Newer(deleted);
        }
        List<String> fields = fields(stored, nowMillis);
        return fields.isEmpty() ? Comparison.MATCH : new Comparison.Different(known, fields);
    }

    private Comparison absent(long nowMillis) {
        if (write.isDelete()) {
            return Comparison.MATCH;
        }
        Long deleted = StoredForm.position(marker.text());
        if (deleted != null && deleted >= write.position()) {
            return new Comparison.Newer(deleted);
        }
        Expiry expiry = write.expiry();
        // One that is counted from the write may be over at any time.
        return expiry != null && (!expiry.at() || expiry.millis() <= nowMillis)
                ? Comparison.EXPIRED
                : Comparison.MISSING;
    }

    private List<String> fields(StoredForm.Stored stored, long nowMillis) {
        List<String> fields = new ArrayList<>(form.differences(stored, write));
        if (stored.position() == null) {
            fields.add(rules.positionField());
        }
        if (!isRightLifetime(nowMillis)) {
            fields.add(Comparison.TIME_TO_LIVE);
        }
        if (rules.indexType() != IndexType.NONE && !isRightIndex(stored.index())) {
            fields.add(Comparison.INDEX);
        }
        return fields;
    }

    private boolean isRightLifetime(long nowMillis) {
        long millis = left.number();
        Expiry expiry = write.expiry();
        if (expiry == null) {
            return millis == -1;
        }
        if (millis < 0) {
            return false;
        }
        return expiry.at()
                ? Math.abs(nowMillis + millis - expiry.millis()) <= TOLERANCE_MILLIS
                : millis <= expiry.millis() + TOLERANCE_MILLIS;
    }

    private boolean isRightIndex(@Nullable String stored) {
        IndexEntry index = write.index();
        if (index == null || entry == null) {
            return stored == null;
        }
        if (!index.key().equals(stored)) {
            return false;
        }
        if (rules.indexType() == IndexType.SET) {
            return entry.number() == 1;
        }
        String score = entry.text();
        try {
            return score != null && Double.compare(Double.parseDouble(score), Double.parseDouble(index.score())) == 0;
        } catch (NumberFormatException e) {
            // Somebody made it infinite, which Redis writes as inf.
            return false;
        }
    }
}
