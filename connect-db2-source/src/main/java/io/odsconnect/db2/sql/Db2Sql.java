package io.odsconnect.db2.sql;

import io.odsconnect.db2.table.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every statement that the connector sends, valid on Db2 for z/OS, LUW and i.
 *
 * <p>Isolation: the register is read with cursor stability, so that a synchpoint counts only once Capture has committed
 * it together with the changes up to it. Those changes are committed then, so they are read uncommitted and wait for
 * no lock.
 */
public final class Db2Sql {

    private Db2Sql() {}

    /** No row, and the description of every column. */
    public static String describe(TableId table) {
        return """
                select *
                  from %s
                 where 1 = 0
                   for read only with ur""".formatted(name(table));
    }

    /** The database's present time, where no Capture tells up to when it is. */
    public static String currentTime() {
        return """
                select current_timestamp
                  from SYSIBM.SYSDUMMY1""";
    }

    /** The database's present time, and how much it is ahead of UTC, as HHMMSS. */
    public static String timeZone() {
        return """
                select current timestamp, current timezone
                  from SYSIBM.SYSDUMMY1""";
    }

    /** No row of a table, of those that meet a condition: whether the condition is one. */
    public static String check(TableId table, String condition) {
        return """
                select 1
                  from %s
                 where 1 = 0
                   and (%s)
                   for read only with ur""".formatted(name(table), condition);
    }

    /** How far Capture has come over all tables. */
    public static String horizon(String captureSchema) {
        return """
                select SYNCHPOINT, SYNCHTIME
                  from %s.IBMSNAP_REGISTER
                 where GLOBAL_RECORD = 'Y'
                   for read only with cs""".formatted(quote(captureSchema));
    }

    /** How far Capture has come over all tables, and the database's present time. */
    public static String pulse(String captureSchema) {
        return """
                select SYNCHPOINT, SYNCHTIME, current timestamp
                  from %s.IBMSNAP_REGISTER
                 where GLOBAL_RECORD = 'Y'
                   for read only with cs""".formatted(quote(captureSchema));
    }

    /** All tables registered for capture. */
    public static String registrations(String captureSchema) {
        return registered(captureSchema, "");
    }

    /**
     * The registered tables whose change tables hold something at or after parameter 1, a synchpoint; those that are not
     * active; and those that Capture does not know yet. Beside them the row for all tables, so that there is one at least. Each
     * tells how many tables are active, of how many of these Capture knows, and whether it is the row for all tables.
     */
    public static String movedRegistrations(String captureSchema) {
        return """
                select R.SOURCE_OWNER, R.SOURCE_TABLE, R.CD_OWNER, R.CD_TABLE,
                       R.CD_OLD_SYNCHPOINT, R.CD_NEW_SYNCHPOINT,
                       R.BEFORE_IMG_PREFIX, R.CHG_UPD_TO_DEL_INS, R.STATE,
                       (select count(*)
                          from %1$s.IBMSNAP_REGISTER A
                         where A.GLOBAL_RECORD = 'N'
                           and A.STATE = 'A'),
                       (select count(*)
                          from %1$s.IBMSNAP_REGISTER K
                         where K.GLOBAL_RECORD = 'N'
                           and K.STATE = 'A'
                           and (K.CD_OLD_SYNCHPOINT is not null or K.CD_NEW_SYNCHPOINT is not null)),
                       R.GLOBAL_RECORD
                  from %1$s.IBMSNAP_REGISTER R
                 where R.GLOBAL_RECORD = 'Y'
                    or (R.GLOBAL_RECORD = 'N'
                        and R.SOURCE_VIEW_QUAL = 0
                        and R.CD_TABLE is not null
                        and (R.CD_NEW_SYNCHPOINT >= ? or R.STATE <> 'A'
                             or (R.CD_NEW_SYNCHPOINT is null and R.CD_OLD_SYNCHPOINT is null)))
                   for read only with cs""".formatted(quote(captureSchema));
    }

    /** The registered tables of whose changes some at or after parameter 1, a synchpoint, are pruned. */
    public static String prunedRegistrations(String captureSchema) {
        return registered(captureSchema, "\n   and CD_OLD_SYNCHPOINT >= ?");
    }

    /** The first unit of work of which a change table holds something: the first entry of its index. */
    public static String oldestChange(TableId changeTable) {
        return """
                select min(IBMSNAP_COMMITSEQ)
                  from %s
                   for read only with ur""".formatted(name(changeTable));
    }

    /** The first unit of work after parameter 1 of which a change table holds something. */
    public static String changeAfter(TableId changeTable) {
        return nextChange(changeTable, ">");
    }

    /** The first unit of work from parameter 1 on of which a change table holds something. */
    public static String changeFrom(TableId changeTable) {
        return nextChange(changeTable, ">=");
    }

    private static String nextChange(TableId changeTable, String comparison) {
        return """
                select min(IBMSNAP_COMMITSEQ)
                  from %s
                 where IBMSNAP_COMMITSEQ %s ?
                   for read only with ur""".formatted(name(changeTable), comparison);
    }

    /** Up to where all subscription sets of the change table of parameters 1 to 3, its owner and name, have applied it. */
    public static String applied(String captureSchema) {
        return """
                select min(S.SYNCHPOINT)
                  from %1$s.IBMSNAP_PRUNCNTL P, %1$s.IBMSNAP_PRUNE_SET S
                 where P.TARGET_SERVER = S.TARGET_SERVER
                   and P.APPLY_QUAL = S.APPLY_QUAL
                   and P.SET_NAME = S.SET_NAME
                   and P.PHYS_CHANGE_OWNER = ?
                   and P.PHYS_CHANGE_TABLE in (?, ?)
                   for read only with cs""".formatted(quote(captureSchema));
    }

    /** How long Capture keeps changes (minutes), and how often it commits and writes to its monitor (seconds). */
    public static String captureParameters(String captureSchema) {
        return """
                select RETENTION_LIMIT, COMMIT_INTERVAL, MONITOR_INTERVAL
                  from %s.IBMSNAP_CAPPARMS
                   for read only with ur""".formatted(quote(captureSchema));
    }

    /** When Capture wrote to its monitor last. */
    public static String monitorTime(String captureSchema) {
        return """
                select max(MONITOR_TIME)
                  from %s.IBMSNAP_CAPMON
                   for read only with ur""".formatted(quote(captureSchema));
    }

    private static String registered(String captureSchema, String condition) {
        return """
                select SOURCE_OWNER, SOURCE_TABLE, CD_OWNER, CD_TABLE,
                       CD_OLD_SYNCHPOINT, CD_NEW_SYNCHPOINT,
                       BEFORE_IMG_PREFIX, CHG_UPD_TO_DEL_INS, STATE
                  from %s.IBMSNAP_REGISTER
                 where GLOBAL_RECORD = 'N'
                   and SOURCE_VIEW_QUAL = 0
                   and CD_TABLE is not null%s
                   for read only with cs""".formatted(quote(captureSchema), condition);
    }

    /** The subscription set of parameters 1 to 3, if there is one. */
    public static String pruneSet(String captureSchema) {
        return """
                select SYNCHPOINT
                  from %s.IBMSNAP_PRUNE_SET
                 where TARGET_SERVER = ?
                   and APPLY_QUAL = ?
                   and SET_NAME = ?
                   for read only with cs""".formatted(quote(captureSchema));
    }

    /** The tables and change tables of the subscription set of parameters 1 to 3. */
    public static String subscribed(String captureSchema) {
        return """
                select SOURCE_OWNER, SOURCE_TABLE, PHYS_CHANGE_OWNER, PHYS_CHANGE_TABLE
                  from %s.IBMSNAP_PRUNCNTL
                 where TARGET_SERVER = ?
                   and APPLY_QUAL = ?
                   and SET_NAME = ?
                   and PHYS_CHANGE_TABLE is not null
                   for read only with cs""".formatted(quote(captureSchema));
    }

    /**
     * Raises the synchpoint of the subscription set of parameters 3 to 5 to parameter 1, which is given as 2 and 6, too. It
     * is never lowered.
     */
    public static String raisePruneSet(String captureSchema) {
        return """
                update %1$s.IBMSNAP_PRUNE_SET
                   set SYNCHPOINT = ?,
                       SYNCHTIME = coalesce((select max(U.IBMSNAP_LOGMARKER)
                                               from %1$s.IBMSNAP_UOW U
                                              where U.IBMSNAP_COMMITSEQ = ?), SYNCHTIME)
                 where TARGET_SERVER = ?
                   and APPLY_QUAL = ?
                   and SET_NAME = ?
                   and SYNCHPOINT < ?""".formatted(quote(captureSchema));
    }

    /** Makes the subscription set of parameters 1 to 3 with the synchpoint of parameter 4. */
    public static String insertPruneSet(String captureSchema) {
        return """
                insert into %s.IBMSNAP_PRUNE_SET
                       (TARGET_SERVER, APPLY_QUAL, SET_NAME, SYNCHTIME, SYNCHPOINT)
                values (?, ?, ?, null, ?)""".formatted(quote(captureSchema));
    }

    /** When units of work from parameter 1 to parameter 2 were committed, {@code rows} of them at most. */
    public static String commitTimes(String captureSchema, int rows) {
        return """
                select IBMSNAP_COMMITSEQ, IBMSNAP_LOGMARKER
                  from %s.IBMSNAP_UOW
                 where IBMSNAP_COMMITSEQ >= ?
                   and IBMSNAP_COMMITSEQ <= ?
                 order by IBMSNAP_COMMITSEQ
                 fetch first %d rows only
                   for read only with ur""".formatted(quote(captureSchema), rows);
    }

    /**
     * Changes of the units of work after parameter 1 up to parameter 2, in order, {@code rows} of them at most. The
     * columns are COMMITSEQ, INTENTSEQ, OPERATION, then {@code columns}.
     */
    public static String changesAfter(TableId changeTable, List<String> columns, int rows) {
        return changes(changeTable, columns, rows, "IBMSNAP_COMMITSEQ > ? and IBMSNAP_COMMITSEQ <= ?");
    }

    /** The same for the units of work from parameter 1 on. */
    public static String changesFrom(TableId changeTable, List<String> columns, int rows) {
        return changes(changeTable, columns, rows, "IBMSNAP_COMMITSEQ >= ? and IBMSNAP_COMMITSEQ <= ?");
    }

    /** The same for the rest of the unit of work of parameter 1 after the change of parameter 2. */
    public static String changesWithin(TableId changeTable, List<String> columns, int rows) {
        return changes(changeTable, columns, rows, "IBMSNAP_COMMITSEQ = ? and IBMSNAP_INTENTSEQ > ?");
    }

    private static String changes(TableId changeTable, List<String> columns, int rows, String condition) {
        return """
                select IBMSNAP_COMMITSEQ, IBMSNAP_INTENTSEQ, IBMSNAP_OPERATION, %s
                  from %s
                 where %s
                 order by IBMSNAP_COMMITSEQ, IBMSNAP_INTENTSEQ
                 fetch first %d rows only
                   for read only with ur""".formatted(list(columns), name(changeTable), condition, rows);
    }

    /**
     * One row of a table, as it is committed at present: one whose columns {@code equal} have the values of the parameters
     * and whose columns {@code absent} are null.
     */
    public static String presentRow(TableId table, List<String> columns, List<String> equal, List<String> absent) {
        String condition = Stream.concat(
                        equal.stream().map(column -> quote(column) + " = ?"),
                        absent.stream().map(column -> quote(column) + " is null"))
                .collect(Collectors.joining("\n   and "));
        return """
                select %s
                  from %s
                 where %s
                 fetch first 1 row only
                   for read only with cs""".formatted(list(columns), name(table), condition);
    }

    /**
     * Rows of a table for a load: in the order of its key those that agree with a known row in the key's first
     * {@code agreeing} columns and come after it by the next one. Unlike one condition with {@code or} over all columns,
     * each is a single range of the key's index.
     *
     * @param select the table
     * @param agreeing how many columns agree, fewer than the key has; -1 to begin with the first row. The first
     *     {@code agreeing + 1} parameters are the known row's.
     * @param bounded whether the rows end with another known key. Then further parameters follow, see {@link #upTo}.
     */
    public static String rows(RowSelect select, int agreeing, boolean bounded) {
        List<String> conditions = after(select.key(), agreeing);
        if (bounded) {
            conditions.add(upTo(select.key()));
        }
        if (!select.filter().isEmpty()) {
            conditions.add("(" + select.filter() + ")");
        }
        String where = conditions.isEmpty() ? "" : "\n where " + String.join("\n   and ", conditions);
        String order = select.key().isEmpty()
                ? ""
                : "\n order by " + list(select.key()) + "\n fetch first " + select.rows() + " rows only";
        return """
                select %s
                  from %s%s%s
                   for read only with %s""".formatted(list(select.columns()), name(select.table()), where, order, select.isolation());
    }

    /**
     * The condition that a key is not after a known one. The key's first column stands alone in it, so that it ends the
     * range of the index. Each column but the last has two parameters, one after the other, both its value.
     */
    private static String upTo(List<String> key) {
        String first = quote(key.get(0));
        return key.size() == 1
                ? first + " <= ?"
                : first + " <= ? and (" + first + " < ? or (" + upTo(key.subList(1, key.size())) + "))";
    }

    /**
     * The key of one row of a table: the one {@code skipped} rows after the first that {@link #rows} would give with this
     * {@code agreeing}, which has the same parameters.
     */
    public static String keyAt(TableId table, List<String> key, int agreeing, long skipped, String isolation) {
        return """
                select %s
                  from %s%s
                 order by %s
                offset %d rows
                 fetch first 1 row only
                   for read only with %s""".formatted(list(key), name(table), where(key, agreeing), list(key), skipped, isolation);
    }

    /** How many rows {@link #rows} would give with this {@code agreeing}, which has the same parameters. */
    public static String countAfter(TableId table, List<String> key, int agreeing, String isolation) {
        return """
                select count(*)
                  from %s%s
                  with %s""".formatted(name(table), where(key, agreeing), isolation);
    }

    private static String where(List<String> key, int agreeing) {
        List<String> conditions = after(key, agreeing);
        return conditions.isEmpty() ? "" : "\n where " + String.join("\n   and ", conditions);
    }

    private static List<String> after(List<String> key, int agreeing) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < agreeing; i++) {
            conditions.add(quote(key.get(i)) + " = ?");
        }
        if (agreeing >= 0) {
            conditions.add(quote(key.get(agreeing)) + " > ?");
        }
        return conditions;
    }

    static String list(List<String> columns) {
        return columns.stream().map(Db2Sql::quote).collect(Collectors.joining(", "));
    }

    static String name(TableId table) {
        return quote(table.schema()) + "." + quote(table.table());
    }

    /** Returns {@code identifier} as SQL, so that mixed case, blanks and quotes in it stay what they are. */
    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
