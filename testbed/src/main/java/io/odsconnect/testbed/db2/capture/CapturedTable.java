package io.odsconnect.testbed.db2.capture;

import static io.odsconnect.testbed.db2.capture.Database.quoted;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A registered table: its change data table and its staging table. The two have the same columns but the first, which
 * is the commit's sequence number here and the unit of work's id there.
 *
 * @param registration the registration's number
 * @param captureSchema the capture schema, where the change data table is
 * @param owner the source table's schema
 * @param table the source table
 * @param changeTable the change data table
 * @param columns the columns of the change data table after {@code IBMSNAP_COMMITSEQ}
 */
record CapturedTable(
        int registration, String captureSchema, String owner, String table, String changeTable, List<String> columns) {

    /** Returns the change data table's name in SQL. */
    String changeTableSql() {
        return quoted(captureSchema) + "." + quoted(changeTable);
    }

    /** Returns the source table's name in SQL. */
    String sourceSql() {
        return quoted(owner) + "." + quoted(table);
    }

    /** Returns the staging table's name in SQL. */
    String stageSql() {
        return stageSql(registration);
    }

    static String stageSql(int registration) {
        return StandInTables.SCHEMA + ".STAGE_" + registration;
    }

    static String stageIndexSql(int registration) {
        return "STAGE_" + registration + "_X";
    }

    /** Returns the statement that copies the changes of a range of units of work to the change data table. */
    String copySql() {
        String list = columns.stream().map(Database::quoted).collect(Collectors.joining(", "));
        return """
               INSERT INTO %s (IBMSNAP_COMMITSEQ, %s)
               SELECT CAPTURE_STANDIN.COMMITSEQ(%d, UOW), %s FROM %s --DERBY-PROPERTIES index=%s
               WHERE UOW BETWEEN ? AND ?
               """.formatted(changeTableSql(), list, registration, list, stageSql(), stageIndexSql(registration));
    }
}
