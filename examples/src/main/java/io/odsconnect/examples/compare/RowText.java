package io.odsconnect.examples.compare;

import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.bank.BankTable.Column;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One text for a row and one for its key, the same for equal rows wherever they were read. */
final class RowText {

    private RowText() {}

    /** Returns the text of the key of a row whose columns {@code value} gives by name. */
    static String key(BankTable table, Function<String, @Nullable Object> value) {
        return text(table.key(), value);
    }

    /** Returns the text of a row whose columns {@code value} gives by name. */
    static String row(BankTable table, Function<String, @Nullable Object> value) {
        return text(table.columns(), value);
    }

    private static String text(List<Column> columns, Function<String, @Nullable Object> value) {
        StringBuilder text = new StringBuilder();
        for (Column column : columns) {
            String one;
            try {
                one = column.kind().text(value.apply(column.name()));
            } catch (RuntimeException e) {
                // Not what this column holds: that is a difference, not a reason to stop comparing.
                one = "not " + column.kind();
            }
            text.append(column.name()).append('=').append(one).append('\n');
        }
        return text.toString();
    }
}
