package io.odsconnect.redis.mapping;

import java.nio.charset.StandardCharsets;

/**
 * Names the markers that deletes leave: a string that holds the delete's position, so that an older bulk row that
 * comes late does not bring the row back.
 *
 * <p>A script may touch only keys of one slot of a Redis Cluster, and a key's slot comes from its hash tag (the first
 * <code>{...}</code> that is not empty) or, without one, from the whole key. So the marker of {@code card:7} is
 * <code>__del:{card:7}</code>, and that of <code>client:{3}:card:7</code> is <code>__del::client:{3}:card:7</code>.
 * Only a key with a closing brace and no tag, such as <code>a}b</code>, has its marker in another slot, which does not
 * matter to a single server.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">Hash tags</a>
 */
public final class DeleteMarkers {

    /** What the name of every marker starts with. */
    public static final String PREFIX = "__del:";

    private static final byte[] TAGGED = (PREFIX + ":").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNTAGGED = (PREFIX + "{").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNTAGGED_END = {'}'};
    private static final byte[] NOTHING = {};

    private DeleteMarkers() {}

    /** Returns the name of the marker of {@code key}. No two keys have the same. */
    public static byte[] of(byte[] key) {
        return hasTag(key) ? join(TAGGED, key, NOTHING) : join(UNTAGGED, key, UNTAGGED_END);
    }

    private static boolean hasTag(byte[] key) {
        int open = indexOf(key, '{', 0);
        return open >= 0 && indexOf(key, '}', open + 1) > open + 1;
    }

    private static int indexOf(byte[] key, char wanted, int from) {
        for (int i = from; i < key.length; i++) {
            if (key[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] join(byte[] start, byte[] middle, byte[] end) {
        byte[] all = new byte[start.length + middle.length + end.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(middle, 0, all, start.length, middle.length);
        System.arraycopy(end, 0, all, start.length + middle.length, end.length);
        return all;
    }
}
