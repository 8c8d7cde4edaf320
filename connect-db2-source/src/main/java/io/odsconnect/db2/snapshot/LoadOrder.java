package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.table.TableId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table that is to be loaded.
 *
 * @param id the load's id, which several tables may share; empty for the initial load
 * @param cause why
 * @param table the table
 * @param filter an SQL condition that the rows meet; empty for all rows
 */
public record LoadOrder(String id, LoadCause cause, TableId table, String filter) {

    private static final String AGAIN = "again-";
    private static final Pattern AGAIN_BEFORE = Pattern.compile("^" + AGAIN + "\\d+-");

    private static final int DIGEST_BYTES = 8;

    /** Returns the order as texts, of which {@link #of} makes it again. */
    List<String> texts() {
        return List.of(id, cause.code(), table.schema(), table.table(), filter);
    }

    /** Returns the order of these texts. */
    static LoadOrder of(List<String> texts) {
        return new LoadOrder(
                texts.get(0), LoadCause.of(texts.get(1)), new TableId(texts.get(2), texts.get(3)), texts.get(4));
    }

    /** Says whether the other order has the same id, table and purpose, so that one of them is enough. */
    public boolean isTwin(LoadOrder other) {
        boolean samePurpose = (cause == LoadCause.COMPARE) == (other.cause == LoadCause.COMPARE);
        return samePurpose && id.equals(other.id) && table.equals(other.table);
    }

    /** Returns a digest of the filter, which stands for it where its values must not be read; empty for no filter. */
    public String filterDigest() {
        return filter.isEmpty() ? "" : sha256(filter);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Tells no filter, which may hold values. */
    @Override
    public String toString() {
        return "load " + (id.isEmpty() ? "(initial)" : id) + " of table " + table;
    }

    /** Returns the order to do this load again, under an id of its own that is made of a time and this one's. */
    public LoadOrder again(long micros) {
        return new LoadOrder(AGAIN + micros + "-" + AGAIN_BEFORE.matcher(id).replaceFirst(""), cause, table, filter);
    }

    /** Says whether a load is the one with an id, or was done again for it. */
    static boolean isOf(String load, String id) {
        return load.equals(id)
                || (AGAIN_BEFORE.matcher(load).lookingAt()
                        && AGAIN_BEFORE.matcher(load).replaceFirst("").equals(id));
    }
}
