package io.odsconnect.testbed.db2.capture;

import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.Registration;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.derby.iapi.sql.conn.ConnectionUtil;
import org.apache.derby.iapi.sql.conn.LanguageConnectionContext;
import org.apache.derby.iapi.store.raw.xact.RawTransaction;
import org.apache.derby.impl.store.access.RAMTransaction;
import org.apache.derby.shared.common.error.StandardException;
import org.jspecify.annotations.Nullable;

/** The SQL routines of the stand-in. Derby calls them by name. */
public final class Routines {

    private Routines() {}

    /** Called for each staged change: returns the id of the unit of work that the calling transaction is. */
    public static long unitOfWork(int registration) throws SQLException {
        CommitOrder order = Capture.running().program(registration).order();
        LanguageConnectionContext session = ConnectionUtil.getCurrentLCC();
        RawTransaction transaction =
                (RawTransaction) ((RAMTransaction) session.getTransactionExecute()).getRawStoreXact();
        UnitOfWork unit = order.find(transaction);
        if (unit == null) {
            String token = session.getDrdaID();
            unit = order.begin(transaction, session.getSessionUserId(), token == null ? "embedded" : token);
        }
        unit.changed(registration);
        return unit.id();
    }

    /** Called for each staged change: returns its sequence number. */
    public static byte[] intentSequence(int registration) {
        CaptureProgram program = Capture.running().program(registration);
        return program.format().encode(program.order().next());
    }

    /** Called for each captured change: returns the sequence number of the commit of its unit of work. */
    public static byte[] commitSequence(int registration, long unitOfWork) {
        CaptureProgram program = Capture.running().program(registration);
        return program.format().encode(program.batch().commitSequence(registration, unitOfWork));
    }

    /** {@code CAPTURE_STANDIN.CLEAR_STAGE}: removes the changes of units of work that have been captured. */
    public static void clearStage(long heap, long index, long first, long last) throws SQLException {
        try {
            new Stage(heap, index).clear(ConnectionUtil.getCurrentLCC(), new Batch.Range(first, last));
        } catch (StandardException e) {
            throw new SQLException("A staging table cannot be cleared", e);
        }
    }

    /** {@code CAPTURE_STANDIN.COMPILE_TRIGGERS}. */
    public static void compileTriggers(int registration) throws SQLException {
        Triggers.compile(ConnectionUtil.getCurrentLCC(), registration);
    }

    /** {@code ASNCDC.ADDTABLE}. */
    public static void addTable(String schema, String table) throws SQLException {
        registrar(Capture.DEFAULT_SCHEMA).register(Registration.of(schema, table));
    }

    /** {@code ASNCDC.REMOVETABLE}. */
    public static void removeTable(String schema, String table) throws SQLException {
        registrar(Capture.DEFAULT_SCHEMA).unregister(schema, table);
    }

    /** {@code CAPTURE_STANDIN.REGISTER}; the columns are one a line, all where there is none. */
    public static void register(
            String captureSchema,
            String schema,
            String table,
            String updates,
            @Nullable String beforeImagePrefix,
            String columns,
            @Nullable String changeTable)
            throws SQLException {
        List<String> names = columns.lines().toList();
        registrar(captureSchema)
                .register(new Registration(
                        schema, table, Registration.Updates.valueOf(updates), beforeImagePrefix, names, changeTable));
    }

    /** {@code CAPTURE_STANDIN.UNREGISTER}. */
    public static void unregister(String captureSchema, String schema, String table) throws SQLException {
        registrar(captureSchema).unregister(schema, table);
    }

    /** {@code CAPTURE_STANDIN.ALTER_TABLE}. */
    public static void alterTable(String captureSchema, String schema, String table, String clause)
            throws SQLException {
        alterations(captureSchema).alter(schema, table, clause);
    }

    /** {@code CAPTURE_STANDIN.DEACTIVATE}. */
    public static void deactivate(String captureSchema, String schema, String table, String state) throws SQLException {
        alterations(captureSchema).deactivate(schema, table, state);
    }

    /** {@code CAPTURE_STANDIN.ACTIVATE}. */
    public static void activate(String captureSchema, String schema, String table) throws SQLException {
        alterations(captureSchema).activate(schema, table);
    }

    /** {@code CAPTURE_STANDIN.HABITS}; the names are separated by commas. */
    public static void habits(String captureSchema, String names) throws SQLException {
        Set<CaptureHabit> habits = Arrays.stream(names.split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(CaptureHabit::valueOf)
                .collect(Collectors.toSet());
        Capture.running().habits(captureSchema, habits);
    }

    /** {@code CAPTURE_STANDIN.REINIT}. */
    public static void reinit(String captureSchema) throws SQLException {
        alterations(captureSchema).reinit();
    }

    /** {@code CAPTURE_STANDIN.COLD_START}. */
    public static void coldStart(String captureSchema) throws SQLException {
        alterations(captureSchema).coldStart();
    }

    /** {@code CAPTURE_STANDIN.CREATE_CAPTURE}. */
    public static void createCapture(String captureSchema, int sequenceLength) throws SQLException {
        Capture.running().create(captureSchema, SequenceFormat.ofLength(sequenceLength));
    }

    /** {@code CAPTURE_STANDIN.SET_CLOCK}; Capture's next times are by that clock. */
    public static void setClock(String zone, long aheadMicros) throws SQLException {
        ServerTime.set(ZoneId.of(zone), aheadMicros);
    }

    /** {@code CAPTURE_STANDIN.PAUSE}. */
    public static void pause(String captureSchema) throws SQLException {
        Capture.running().program(captureSchema).pause();
    }

    /** {@code CAPTURE_STANDIN.RESUME}. */
    public static void resume(String captureSchema) throws SQLException {
        Capture.running().program(captureSchema).resume();
    }

    /** {@code CAPTURE_STANDIN.PRUNE}. */
    public static void prune(String captureSchema) throws SQLException {
        Capture capture = Capture.running();
        new Pruner(capture.database(), capture.program(captureSchema)).prune();
    }

    private static Alterations alterations(String captureSchema) throws SQLException {
        Capture capture = Capture.running();
        return new Alterations(capture, capture.program(captureSchema));
    }

    private static Registrar registrar(String captureSchema) throws SQLException {
        Capture capture = Capture.running();
        return new Registrar(capture, capture.program(captureSchema));
    }
}
