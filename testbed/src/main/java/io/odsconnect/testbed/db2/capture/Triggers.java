package io.odsconnect.testbed.db2.capture;

import static io.odsconnect.testbed.db2.capture.Database.quoted;

import io.odsconnect.testbed.db2.Registration;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.derby.iapi.sql.conn.LanguageConnectionContext;
import org.apache.derby.iapi.sql.dictionary.DataDictionary;
import org.apache.derby.iapi.sql.dictionary.SchemaDescriptor;
import org.apache.derby.shared.common.error.StandardException;
import org.jspecify.annotations.Nullable;

/** The triggers that stage the changes of one registered table. */
final class Triggers {

    private final int registration;
    private final Registration options;
    private final List<Catalog.Column> columns;

    /**
     * @param registration the registration's number
     * @param options how the table is registered
     * @param columns the captured columns
     */
    Triggers(int registration, Registration options, List<Catalog.Column> columns) {
        this.registration = registration;
        this.options = options;
        this.columns = columns;
    }

    /** Returns the names of the triggers. */
    static List<String> names(int registration) {
        return List.of("STAGE_" + registration + "_I", "STAGE_" + registration + "_U", "STAGE_" + registration + "_D");
    }

    /** Returns the statements that make them. */
    List<String> create() {
        String inserted = row("I", "N", null);
        String deleted = row("D", "O", "O");
        String updated =
                options.updates() == Registration.Updates.UPDATE ? row("U", "N", "O") : deleted + ",\n" + inserted;
        return List.of(
                create("I", "INSERT", "NEW AS N", inserted),
                create("U", "UPDATE", "OLD AS O NEW AS N", updated),
                create("D", "DELETE", "OLD AS O", deleted));
    }

    /**
     * Compiles the triggers. If that were left to the first transaction that fires them, Derby would go without its
     * caches until the end of that transaction: a few milliseconds for each of its rows.
     */
    static void compile(LanguageConnectionContext session, int registration) throws SQLException {
        try {
            DataDictionary catalog = session.getDataDictionary();
            SchemaDescriptor schema =
                    catalog.getSchemaDescriptor(StandInTables.SCHEMA, session.getTransactionExecute(), true);
            for (String name : names(registration)) {
                catalog.getTriggerDescriptor(name, schema).getActionSPS(session).getPreparedStatement();
            }
        } catch (StandardException e) {
            throw new SQLException("The triggers of registration " + registration + " do not compile", e);
        }
    }

    private String create(String suffix, String event, String referencing, String rows) {
        return """
               CREATE TRIGGER CAPTURE_STANDIN.STAGE_%d_%s AFTER %s ON %s REFERENCING %s FOR EACH ROW
               INSERT INTO %s (%s) VALUES
               %s
               """.formatted(
                        registration,
                        suffix,
                        event,
                        quoted(options.schema()) + "." + quoted(options.table()),
                        referencing,
                        CapturedTable.stageSql(registration),
                        columnList(),
                        rows);
    }

    private String columnList() {
        StringBuilder list = new StringBuilder("UOW, IBMSNAP_INTENTSEQ, IBMSNAP_OPERATION");
        columns.forEach(column -> list.append(", ").append(quoted(column.name())));
        if (options.beforeImagePrefix() != null) {
            withBeforeImage()
                    .forEach(column -> list.append(", ").append(quoted(options.beforeImagePrefix() + column.name())));
        }
        return list.toString();
    }

    /** There are no before-images of large objects. */
    private List<Catalog.Column> withBeforeImage() {
        return columns.stream().filter(column -> !column.isLob()).toList();
    }

    private String row(String operation, String image, @Nullable String beforeImage) {
        StringBuilder row =
                new StringBuilder("(CAPTURE_STANDIN.UOW(%1$d), CAPTURE_STANDIN.INTENTSEQ(%1$d), '%2$s', %3$s"
                        .formatted(registration, operation, all(columns, image)));
        if (options.beforeImagePrefix() != null) {
            row.append(", ")
                    .append(
                            beforeImage == null
                                    ? withBeforeImage().stream()
                                            .map(column -> "NULL")
                                            .collect(Collectors.joining(", "))
                                    : all(withBeforeImage(), beforeImage));
        }
        return row.append(")").toString();
    }

    /** Of a large object there is a letter only: that it is new. */
    private static String all(List<Catalog.Column> columns, String image) {
        return columns.stream()
                .map(column -> !column.isLob()
                        ? image + "." + quoted(column.name())
                        : image.equals("N") ? "'U'" : "CAST(NULL AS CHAR(1))")
                .collect(Collectors.joining(", "));
    }
}
