package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
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
    private final Set<TableId> waiting = new HashSet<>();
    private final Evidence evidence;
    private final CaptureVitals vitals;
    private @Nullable Lsn lastHorizon;
    private long lastLookNanos;
    private volatile int notCaptured;

    TableWatch(
            CapturedTables captured,
            StreamListener listener,
            String schema,
            Evidence evidence,
            CaptureVitals vitals,
            Streams streams) {
        this.evidence = evidence;
        this.vitals = vitals;
        this.captured = captured;
        this.listener = listener;
        this.schema = schema;
        this.streams = streams;
    }

    /** Says whether a table is wanted, and not known to be of no use. */
    boolean isNews(Registration registration) {
        return registration.isCaptured()
                && streams.of(registration.table()) == null
                && !refused.containsKey(registration.table())
                && captured.wants(registration.table());
    }

    /** Says whether Capture has stopped to capture a table since the last look. */
    boolean hasStopped(Registration registration) {
        ChangeStream stream = streams.of(registration.table());
        StreamedTable table = stream == null ? null : stream.table(registration.table());
        return !registration.isCaptured() && table != null && table.covered();
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
        waiting.retainAll(wanted.keySet());
        for (Registration registration : wanted.values()) {
            ChangeStream stream = streams.of(registration.table());
            if (stream != null) {
                state(registration, stream);
            } else if (registration.isCaptured()) {
                appear(registration, horizon);
            } else if (waiting.add(registration.table())) {
                LOG.warn(
                        "Table {} is wanted, but {}. It is left out until Capture captures it; then it is loaded, where"
                                + " snapshot.mode loads, and its changes are read.",
                        registration.table(),
                        registration.whyNotCaptured());
            }
        }
        count();
    }

    /** Returns how many wanted tables Capture does not capture. Any thread may ask. */
    int notCaptured() {
        return notCaptured;
    }

    private void count() {
        int stopped = 0;
        for (TableId id : streams.tables()) {
            ChangeStream stream = streams.of(id);
            StreamedTable table = stream == null ? null : stream.table(id);
            stopped += table == null || table.covered() ? 0 : 1;
        }
        notCaptured = stopped + waiting.size();
    }

    /** Forgets what was known of a database that was restored. */
    void restart() {
        lastHorizon = null;
    }

    /** Looks at the tables that may have changes: whether they are as they were, and whether changes of them are gone. */
    void inspect(List<Registration> registrations, Pulse pulse) throws SQLException {
        for (Registration registration : registrations) {
            ChangeStream stream = streams.of(registration.table());
            StreamedTable table = stream == null ? null : stream.table(registration.table());
            if (stream != null && table != null) {
                state(registration, stream);
                boolean anew = requireNoGap(registration, stream, table, pulse);
                refresh(registration, stream, table, anew);
            }
        }
        lastHorizon = pulse.horizon().synchpoint();
        lastLookNanos = System.nanoTime();
    }

    private void appear(Registration registration, Lsn horizon) throws SQLException {
        TableId id = registration.table();
        try {
            waiting.remove(id);
            ChangeTable changeTable = captured.lookUp(registration);
            refused.remove(id);
            @Nullable Lsn oldest = registration.oldest();
            Lsn known = lastHorizon;
            // At the last look Capture did not know of the table, so none of its changes lies before.
            Lsn from = oldest != null ? oldest : known != null ? known : horizon;
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
        if (table == null || table.covered() == registration.isCaptured()) {
            return;
        }
        if (!registration.isCaptured() && stream.hasChanges(registration)) {
            // What was captured before is read first, also after a restart.
            return;
        }
        table.covered(registration.isCaptured());
        stream.fieldsChanged();
        count();
        if (registration.isCaptured()) {
            table.changeTable(captured.lookUp(registration));
            anew(registration, stream, table);
        } else {
            LOG.warn(
                    "Capture does not capture table {}, which {} ({}.IBMSNAP_REGISTER). Its changes are missing until it"
                            + " does; then they begin anew.",
                    registration.table(),
                    registration.whyNotCaptured(),
                    schema);
            listener.vanished(registration.table());
        }
    }

    /** Says whether the table was registered anew: then its change table may be another one. */
    private boolean requireNoGap(Registration registration, ChangeStream stream, StreamedTable table, Pulse pulse)
            throws SQLException {
        StreamPosition from = table.from(stream.position());
        boolean begins = table.takeBeginning(pulse.nowMicros());
        if (begins && !stream.isStored()) {
            // Nothing of it is read yet: it begins with the look after that.
            table.begin();
        }
        table.expect(null);
        if (!table.covered()) {
            return false;
        }
        @Nullable Lsn oldest = registration.oldest();
        boolean otherTable = !registration
                .changeTable()
                .equals(table.changeTable().registration().changeTable());
        int order = oldest == null ? -1 : oldest.compareTo(from.commit());
        if (oldest == null && otherTable) {
            anew(registration, stream, table);
            return true;
        }
        if (oldest == null || order < 0 || (order == 0 && from.isWhole())) {
            if (!begins && !table.suspect() && !wasPresent(from)) {
                // First, so that what is found afterwards to be whole is so from there on.
                table.expect(evidence.next(
                        registration.changeTable(), from, pulse.horizon().synchpoint()));
            }
            if ((oldest == null && !begins) || table.suspect()) {
                requireNoEvidence(registration, stream, table, pulse);
            }
            table.suspect(false);
            return false;
        }
        // Nothing can be pruned that Capture had not written when we looked last; the table was registered since then.
        boolean younger = lastHorizon != null
                && oldest.compareTo(lastHorizon) > 0
                && from.isWhole()
                && from.commit().compareTo(lastHorizon) >= 0;
        if (otherTable || younger) {
            anew(registration, stream, table);
            return true;
        }
        String told = schema + ".IBMSNAP_REGISTER says that change table " + registration.changeTable()
                + " holds none up to " + oldest + " (CD_OLD_SYNCHPOINT)";
        lose(registration, stream, table, pulse, oldest, told);
        return false;
    }

    /** Says whether the stream was at the present when we looked last, so lately that nothing after it can be pruned. */
    private boolean wasPresent(StreamPosition from) throws SQLException {
        Lsn horizon = lastHorizon;
        return horizon != null
                && from.isWhole()
                && from.commit().compareTo(horizon) >= 0
                && System.nanoTime() - lastLookNanos
                        < vitals.parameters().retention().toNanos();
    }

    private void requireNoEvidence(Registration registration, ChangeStream stream, StreamedTable table, Pulse pulse)
            throws SQLException {
        StreamPosition from = table.from(stream.position());
        boolean present = !table.suspect() && wasPresent(from);
        if (present && table.lastRead() == null) {
            return;
        }
        Evidence.Known known = new Evidence.Known(
                registration.changeTable(),
                from.commit(),
                present,
                Math.max(stream.asOfMicros(), table.sinceMicros()),
                table.vanished(),
                table.lastRead(),
                stream.position().last());
        Evidence.@Nullable Found found = evidence.of(known, pulse);
        if (found != null) {
            lose(registration, stream, table, pulse, found.upTo(), found.evidence());
        }
    }

    private void lose(
            Registration registration, ChangeStream stream, StreamedTable table, Pulse pulse, Lsn upTo, String told) {
        Lsn read = table.from(stream.position()).commit();
        listener.lost(
                table.changeTable().events(),
                new Gap(registration.table(), registration.changeTable(), read, upTo, told));
        table.ahead(StreamPosition.after(upTo, Long.MIN_VALUE));
        table.begin();
        table.takeBeginning(pulse.nowMicros());
        stream.fieldsChanged();
        stream.mustTell();
    }

    private void anew(Registration registration, ChangeStream stream, StreamedTable table) {
        @Nullable Lsn oldest = registration.oldest();
        StreamPosition known = table.from(stream.position());
        StreamPosition from = oldest == null ? known : known.later(StreamPosition.after(oldest, Long.MIN_VALUE));
        table.ahead(from);
        table.begin();
        stream.fieldsChanged();
        stream.mustTell();
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
