package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.capture.Lsn;
import java.util.ArrayList;
import java.util.List;

/**
 * A load of a table with the split that it is to follow.
 *
 * @param order what is to be loaded
 * @param mark under what its progress is kept
 */
public record PlannedLoad(LoadOrder order, LoadMark mark) {

    private static final int ORDER_TEXTS = 5;

    /** Returns plans as one string, for a task's config. It holds keys of rows. */
    public static String join(List<PlannedLoad> loads) {
        return TextRows.join(loads.stream().map(PlannedLoad::texts).toList());
    }

    /** Returns the plans that {@link #join} made this string of. */
    public static List<PlannedLoad> split(String text) {
        return TextRows.split(text).stream().map(PlannedLoad::of).toList();
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(order.texts());
        texts.add(mark.plan().id());
        texts.add(TextRows.join(mark.plan().bounds()));
        texts.add(mark.streamFrom() == null ? "" : mark.streamFrom().toString());
        return texts;
    }

    private static PlannedLoad of(List<String> texts) {
        LoadOrder order = LoadOrder.of(texts);
        String from = texts.get(ORDER_TEXTS + 2);
        RangePlan plan = new RangePlan(texts.get(ORDER_TEXTS), TextRows.split(texts.get(ORDER_TEXTS + 1)));
        return new PlannedLoad(
                order, new LoadMark(order.id(), plan, order.filterDigest(), from.isEmpty() ? null : Lsn.parse(from)));
    }
}
