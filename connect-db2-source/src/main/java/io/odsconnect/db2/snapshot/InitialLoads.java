package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds out what a connector has to load when it starts, from what was stored by earlier starts. */
public final class InitialLoads {

    /**
     * What the stored offsets of change streams tell.
     *
     * @param exist whether there are any
     * @param earliest up to where changes of all tables were read; null where there are none
     * @param uncovered the wanted tables that none of them covers
     * @param held after which unit of work the change table of each table holds all changes, where that is told
     */
    public record Streams(boolean exist, @Nullable Lsn earliest, Set<TableId> uncovered, Map<TableId, Lsn> held) {

        /** Says whether all changes of the table after {@code from} are still there, as far as the register tells. */
        boolean hold(TableId table, Lsn from) {
            @Nullable Lsn beginning = held.get(table);
            return beginning == null || beginning.compareTo(from) <= 0;
        }
    }

    /**
     * What is wanted.
     *
     * @param initially whether tables are loaded that were not loaded yet
     * @param optionId {@code bulk.load.id}; empty where none is given
     * @param optionTables which tables that concerns
     * @param filterOf the row filter of a table, by its name {@code SCHEMA.TABLE}; empty for none
     */
    public record Wanted(
            boolean initially, String optionId, Predicate<TableId> optionTables, UnaryOperator<String> filterOf) {}

    /**
     * A load and whether changes wait for it.
     *
     * @param order what to load
     * @param events the table's events
     * @param known how far it has come before; null where it begins anew
     * @param first whether changes wait
     */
    public record Due(
            LoadOrder order, TableEvents events, @Nullable LoadProgress known, boolean first) {}

    private final Wanted wanted;
    private final StoredLoads stored;
    private final LoadNotes notes;
    private final Streams streams;
    /** Each look at the stored offsets reads their topic to its end. */
    private final Map<TableId, Map<LoadCause, Optional<LoadProgress>>> known = new HashMap<>();

    /** Takes what is wanted, and what is stored. */
    public InitialLoads(Wanted wanted, StoredLoads stored, LoadNotes notes, Streams streams) {
        this.wanted = wanted;
        this.stored = stored;
        this.notes = notes;
        this.streams = streams;
    }

    /** Returns where the changes start that go with loads that were begun before; null where none tells. */
    public @Nullable Lsn streamFrom(Collection<TableEvents> tables) {
        return tables.stream()
                .map(events -> known(events, LoadCause.STREAM))
                .filter(Objects::nonNull)
                .map(LoadProgress::streamFrom)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * Returns the loads that are due.
     *
     * @param tables all wanted tables
     * @param follows whether changes are going to follow the load
     */
    public List<Due> due(Collection<TableEvents> tables, boolean follows) {
        List<Due> due = new ArrayList<>();
        for (TableEvents events : tables) {
            boolean remembered = notes.orders().stream()
                    .anyMatch(order -> order.table().equals(events.table()) && order.cause() == LoadCause.STREAM);
            if (remembered) {
                continue;
            }
            @Nullable Due initial = wanted.initially() ? initial(events, follows) : null;
            if (initial != null) {
                due.add(initial);
            }
            @Nullable Due option = option(events, initial);
            if (option != null) {
                due.add(option);
            }
        }
        return due;
    }

    private @Nullable LoadProgress known(TableEvents events, LoadCause cause) {
        return known.computeIfAbsent(events.table(), table -> new EnumMap<>(LoadCause.class))
                .computeIfAbsent(cause, each -> Optional.ofNullable(stored.of(events, each)))
                .orElse(null);
    }

    private @Nullable Due initial(TableEvents events, boolean follows) {
        @Nullable LoadProgress progress = known(events, LoadCause.STREAM);
        String id = wanted.optionTables().test(events.table()) ? wanted.optionId() : "";
        LoadOrder order = order(events.table(), id, LoadCause.STREAM);
        if (progress == null) {
            boolean wasEmpty = notes.wasEmpty(events.table(), "") || notes.wasEmpty(events.table(), id);
            boolean covered = streams.exist() && !streams.uncovered().contains(events.table());
            return wasEmpty && (covered || !follows) ? null : new Due(order, events, null, true);
        }
        if (!counts(progress, events.table(), follows)) {
            return new Due(order, events, null, true);
        }
        if (progress.done()) {
            return null;
        }
        return new Due(order, events, progress.isOf(order) ? progress : null, true);
    }

    /** A load that was not followed by changes cannot be followed by them now: there is a gap in between. */
    private boolean counts(LoadProgress progress, TableId table, boolean follows) {
        if (!follows) {
            return true;
        }
        @Nullable Lsn from = progress.streamFrom();
        if (!streams.exist()) {
            return from != null && streams.hold(table, from);
        }
        if (!streams.uncovered().contains(table)) {
            return true;
        }
        @Nullable Lsn reached = streams.earliest();
        return from != null && reached != null && reached.compareTo(from) <= 0 && streams.hold(table, from);
    }

    private @Nullable Due option(TableEvents events, @Nullable Due initial) {
        String id = wanted.optionId();
        if (id.isEmpty() || !wanted.optionTables().test(events.table())) {
            return null;
        }
        if (initial != null && initial.order().id().equals(id)) {
            return null;
        }
        if (isDone(known(events, LoadCause.STREAM), id) || notes.wasEmpty(events.table(), id)) {
            return null;
        }
        @Nullable LoadProgress progress = known(events, LoadCause.OPTION);
        if (isDone(progress, id)) {
            return null;
        }
        LoadOrder order = order(events.table(), id, LoadCause.OPTION);
        boolean same = progress != null && progress.isOf(order);
        return new Due(order, events, same ? progress : null, false);
    }

    private static boolean isDone(@Nullable LoadProgress progress, String id) {
        return progress != null && progress.done() && LoadOrder.isOf(progress.load(), id);
    }

    private LoadOrder order(TableId table, String id, LoadCause cause) {
        return new LoadOrder(id, cause, table, wanted.filterOf().apply(table.toString()));
    }
}
