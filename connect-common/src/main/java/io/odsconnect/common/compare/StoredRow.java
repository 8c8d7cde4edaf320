package io.odsconnect.common.compare;

import java.util.function.LongFunction;

/**
 * A row that a scan has found.
 *
 * @param identity as {@link Comparer#identity} gives it
 * @param position the position that is stored, or {@link io.odsconnect.common.event.ChangeEvent#NO_POSITION}
 * @param key the key as text, as {@link Comparer#key} gives it; where the store has only a digest of it, that one
 * @param deletion makes a write that deletes the row by the position rule: not where a higher position is stored
 * @param <W> the store's own form of a write
 */
public record StoredRow<W>(RowHash identity, long position, String key, LongFunction<W> deletion) {}
