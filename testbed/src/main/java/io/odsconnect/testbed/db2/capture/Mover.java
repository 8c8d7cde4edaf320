package io.odsconnect.testbed.db2.capture;

import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a batch of units of work to the ASN tables, in one transaction. Used by one thread. */
final class Mover implements AutoCloseable {

    private static final int TOKEN_LENGTH = 30;
    private static final int UOWID_LENGTH = 10;
    private static final long VISIBLE_LATER_MICROS = 400_000;

    private final Connection connection;
    private final SequenceFormat format;
    private final PreparedStatement clear;
    private final PreparedStatement insertUnit;
    private final PreparedStatement advanceTable;
    private final PreparedStatement advanceAll;
    private final Map<Integer, Statements> statements = new HashMap<>();

    /** The statement that copies a table's changes, and where they are copied from. */
    private record Statements(PreparedStatement copy, Stage stage) {}

    Mover(Connection connection, String schema, SequenceFormat format) throws SQLException {
        this.connection = connection;
        this.format = format;
        String asn = Database.quoted(schema) + ".IBMSNAP_";
        clear = connection.prepareStatement("CALL CAPTURE_STANDIN.CLEAR_STAGE(?, ?, ?, ?)");
        insertUnit = connection.prepareStatement("""
                INSERT INTO %sUOW (IBMSNAP_UOWID, IBMSNAP_COMMITSEQ, IBMSNAP_LOGMARKER, IBMSNAP_AUTHTKN, IBMSNAP_AUTHID)
                VALUES (?, ?, ?, ?, ?)
                """.formatted(asn));
        advanceTable = connection.prepareStatement("""
                UPDATE %sREGISTER
                SET CD_NEW_SYNCHPOINT = ? WHERE SOURCE_OWNER = ? AND SOURCE_TABLE = ? AND SOURCE_VIEW_QUAL = 0
                """.formatted(asn));
        advanceAll = connection.prepareStatement("""
                UPDATE %sREGISTER
                SET SYNCHPOINT = ?, SYNCHTIME = ? WHERE GLOBAL_RECORD = 'Y'
                """.formatted(asn));
    }

    /** Writes the batch and commits; on an error nothing is written. */
    void write(Batch batch, Map<Integer, CapturedTable> tables, Set<CaptureHabit> habits) throws SQLException {
        batch.restart();
        try {
            for (int registration : batch.tables()) {
                CapturedTable table = tables.get(registration);
                if (table != null) {
                    move(batch, table);
                }
            }
            insertUnits(batch.changed(), habits);
            advance(batch, tables);
            if (!habits.contains(CaptureHabit.STILL_SYNCHTIME)
                    || !batch.changed().isEmpty()) {
                advanceAll(batch);
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Lets go of a table that is no longer registered. */
    void forget(int registration) throws SQLException {
        Statements of = statements.remove(registration);
        if (of != null) {
            of.copy().close();
        }
    }

    private void move(Batch batch, CapturedTable table) throws SQLException {
        Statements of = statements.get(table.registration());
        if (of == null) {
            of = new Statements(
                    connection.prepareStatement(table.copySql()), Stage.of(connection, table.registration()));
            statements.put(table.registration(), of);
        }
        for (Batch.Range range : batch.ranges(table.registration())) {
            of.copy().setLong(1, range.first());
            of.copy().setLong(2, range.last());
            of.copy().executeUpdate();
            clear.setLong(1, of.stage().heap());
            clear.setLong(2, of.stage().index());
            clear.setLong(3, range.first());
            clear.setLong(4, range.last());
            clear.execute();
        }
    }

    private void insertUnits(List<UnitOfWork> units, Set<CaptureHabit> habits) throws SQLException {
        for (UnitOfWork unit : units) {
            insertUnit.setBytes(1, SequenceFormat.ofLength(UOWID_LENGTH).encode(unit.id()));
            insertUnit.setBytes(2, format.encode(unit.commitSequence()));
            insertUnit.setTimestamp(3, logMarker(unit.commitMicros(), habits));
            insertUnit.setString(
                    4,
                    unit.token()
                            .substring(0, Math.min(TOKEN_LENGTH, unit.token().length())));
            insertUnit.setString(5, unit.user());
            insertUnit.addBatch();
        }
        if (!units.isEmpty()) {
            insertUnit.executeBatch();
        }
    }

    private void advance(Batch batch, Map<Integer, CapturedTable> tables) throws SQLException {
        for (Map.Entry<Integer, Long> newest : batch.newest().entrySet()) {
            CapturedTable table = tables.get(newest.getKey());
            if (table != null) {
                advanceTable.setBytes(1, format.encode(newest.getValue()));
                advanceTable.setString(2, table.owner());
                advanceTable.setString(3, table.table());
                advanceTable.executeUpdate();
            }
        }
    }

    private void advanceAll(Batch batch) throws SQLException {
        advanceAll.setBytes(1, format.encode(batch.committed().sequence()));
        advanceAll.setTimestamp(2, timestamp(batch.committed().micros()));
        advanceAll.executeUpdate();
    }

    private static Timestamp logMarker(long commitMicros, Set<CaptureHabit> habits) {
        Timestamp marker = timestamp(
                habits.contains(CaptureHabit.LATE_COMMITS) ? commitMicros - VISIBLE_LATER_MICROS : commitMicros);
        if (habits.contains(CaptureHabit.WHOLE_SECONDS)) {
            // A second of what the clock shows, which may have been set.
            marker.setNanos(0);
        }
        return marker;
    }

    private static Timestamp timestamp(long micros) {
        return ServerTime.shown(micros);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
