package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables of the streams as the register and the change tables have them: registered, altered, stopped or taken
 * off while changes are read.
 */
final class TableWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);

    /** Where tables come to and go from. */
    interface Streams {
        /** Returns the stream that reads the table, if any does. */
        @Nullable
        ChangeStream of(TableId table);

        /** Returns the tables that are read. */
        Set<TableId> tables();

        /** Reads the changes of another table, those after {@code from}. */
        void add(ChangeTable changeTable, Lsn from);

        /** Reads the changes of the table no longer. */
        void remove(TableId table);
    }

    private final CapturedTables captured;
    private final StreamListener listener;
    private final String schema;
    private final Streams streams;
    private final Map<TableId, String> refused = new HashMap<>();
    private final Set<TableId> gone = new HashSet<>();
    private @Nullable Lsn lastHorizon;

    TableWatch(CapturedTables captured, StreamListener listener, String schema, Streams streams) {
        this.captured = captured;
        this.listener = listener;
        this.schema = schema;
        this.streams = streams;
    }

    /** Says whether a table is wanted, and not known to be of no use. */
    boolean isNews(Registration registration) {
        return registration.isActive()
                && streams.of(registration.table()) == null
                && !refused.containsKey(registration.table())
                && captured.wants(registration.table());
    }

    /** Says whether Capture has stopped to capture a table since the last look. */
    boolean hasStopped(Registration registration) {
        ChangeStream stream = streams.of(registration.table());
        StreamedTable table = stream == null ? null : stream.table(registration.table());
        return !registration.isActive() && table != null && table.covered();
    }

    /** Brings the tables in line with the whole register. */
    void register(Collection<Registration> all, Lsn horizon) throws SQLException {
        Map<TableId, Registration> wanted = all.stream()
                .filter(registration -> captured.wants(registration.table()))
                .collect(Collectors.toMap(Registration::table, registration -> registration, (one, other) -> other));
        for (TableId table : streams.tables()) {
            if (!wanted.containsKey(table)) {
                streams.remove(table);
                gone.add(table);
                LOG.warn(
                        "Table {} is no longer registered in {}.IBMSNAP_REGISTER: its changes end here. When it is"
                                + " registered again, its changes begin anew.",
                        table,
                        schema);
                listener.vanished(table);
            }
        }
        refused.keySet().retainAll(wanted.keySet());
        for (Registration registration : wanted.values()) {
            ChangeStream stream = streams.of(registration.table());
            if (stream != null) {
                state(registration, stream);
            } else if (registration.isActive()) {
                appear(registration, horizon);
            }
        }
    }

    /** Looks at the tables that may have changes: whether they are as they were, and whether changes of them are gone. */
    void inspect(List<Registration> registrations, Lsn horizon) throws SQLException {
        for (Registration registration : registrations) {
            ChangeStream stream = streams.of(registration.table());
            StreamedTable table = stream == null ? null : stream.table(registration.table());
            if (stream != null && table != null) {
                state(registration, stream);
                boolean anew = requireNoGap(registration, stream, table);
                refresh(registration, stream, table, anew);
            }
        }
        lastHorizon = horizon;
    }

    private void appear(Registration registration, Lsn horizon) throws SQLException {
        TableId id = registration.table();
        try {
            ChangeTable changeTable = captured.lookUp(registration);
            refused.remove(id);
            @Nullable Lsn oldest = registration.oldest();
            Lsn from = oldest == null ? horizon : oldest;
            streams.add(changeTable, from);
            LOG.info("Table {} is captured now; its changes are read from {} on", id, from);
            listener.appeared(changeTable.events(), from, gone.remove(id));
        } catch (UnusableTableException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(refused.put(id, reason))) {
                LOG.error("Table {} was registered and is wanted, but is left out: {}", id, reason);
            }
        }
    }

    private void state(Registration registration, ChangeStream stream) throws SQLException {
        StreamedTable table = stream.table(registration.table());
        if (table == null || table.covered() == registration.isActive()) {
            return;
        }
        table.covered(registration.isActive());
        stream.fieldsChanged();
        if (registration.isActive()) {
            table.changeTable(captured.lookUp(registration));
            anew(registration, stream, table);
        } else {
            LOG.warn(
                    "Capture does not capture table {} any more: its STATE in {}.IBMSNAP_REGISTER is {}{}. Its changes are"
                            + " missing until it is activated again; then they begin anew.",
                    registration.table(),
                    schema,
                    registration.state(),
                    registration.state().equals("S") ? ", stopped after an error (see IBMSNAP_CAPTRACE)" : "");
            listener.vanished(registration.table());
        }
    }

    /** Says whether the table was registered anew: then its change table may be another one. */
    private boolean requireNoGap(Registration registration, ChangeStream stream, StreamedTable table) {
        @Nullable Lsn oldest = registration.oldest();
        StreamPosition from = table.from(stream.position());
        if (oldest == null || !table.covered()) {
            return false;
        }
        int order = oldest.compareTo(from.commit());
        if (order < 0 || (order == 0 && from.isWhole())) {
            return false;
        }
        boolean otherTable = !registration
                .changeTable()
                .equals(table.changeTable().registration().changeTable());
        // Nothing can be pruned that Capture had not written when we looked last; the table was registered since then.
        boolean younger = lastHorizon != null
                && oldest.compareTo(lastHorizon) > 0
                && from.isWhole()
                && from.commit().compareTo(lastHorizon) >= 0;
        if (otherTable || younger) {
            anew(registration, stream, table);
            return true;
        }
        Gap gap = new Gap(registration.table(), registration.changeTable(), from.commit(), oldest);
        listener.lost(table.changeTable().events(), gap);
        table.ahead(StreamPosition.after(oldest, Long.MIN_VALUE));
        stream.fieldsChanged();
        return false;
    }

    private void anew(Registration registration, ChangeStream stream, StreamedTable table) {
        @Nullable Lsn oldest = registration.oldest();
        StreamPosition known = table.from(stream.position());
        StreamPosition from = oldest == null ? known : known.later(StreamPosition.after(oldest, Long.MIN_VALUE));
        table.ahead(from);
        stream.fieldsChanged();
        LOG.warn(
                "Table {} was registered or activated anew: its changes between {} and {} were not captured",
                registration.table(),
                known.commit(),
                from.commit());
        listener.appeared(table.changeTable().events(), from.commit(), true);
    }

    /** Takes over other columns and another form of the change table. */
    private void refresh(Registration registration, ChangeStream stream, StreamedTable table, boolean anew)
            throws SQLException {
        ChangeTable before = table.changeTable();
        if (!anew && before.registration().sameForm(registration) && before.isCurrent()) {
            return;
        }
        ChangeTable after = captured.lookUp(registration);
        table.changeTable(after);
        if (!after.events().shape().equals(before.events().shape())) {
            LOG.info(
                    "Table {} has other columns than before: {} instead of {}",
                    registration.table(),
                    new HashSet<>(after.events().columnNames()),
                    new HashSet<>(before.events().columnNames()));
            listener.altered(after.events());
        }
        stream.fieldsChanged();
    }
}
