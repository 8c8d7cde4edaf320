package io.odsconnect.examples.compare;

import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.bank.BankTable.Column;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One text for a row and one for its key, the same for equal rows wherever they were read. Not safe for use by several
 * threads.
 */
final class RowText {

    private static final String CARD_NO = "CARD_NO";

    private final UnaryOperator<String> cardNumbers;

    private RowText(UnaryOperator<String> cardNumbers) {
        this.cardNumbers = cardNumbers;
    }

    /** Returns the texts of rows as Db2 has them. */
    static RowText inTheClear() {
        return new RowText(UnaryOperator.identity());
    }

    /** Returns the texts of rows whose card numbers are encrypted. */
    static RowText decrypted(CardCipher cards) {
        return new RowText(cards::decrypt);
    }

    /** Returns the text of the key of a row whose columns {@code value} gives by name. */
    String key(BankTable table, Function<String, @Nullable Object> value) {
        return text(table.key(), value);
    }

    /** Returns the text of a row whose columns {@code value} gives by name. */
    String row(BankTable table, Function<String, @Nullable Object> value) {
        return text(table.columns(), value);
    }

    private String text(List<Column> columns, Function<String, @Nullable Object> value) {
        StringBuilder all = new StringBuilder();
        for (Column column : columns) {
            String one;
            try {
                Object read = value.apply(column.name());
                one = column.kind()
                        .text(read instanceof String text && isCardNumber(column) ? cardNumbers.apply(text) : read);
            } catch (RuntimeException e) {
                // Not what this column holds: that is a difference, not a reason to stop comparing.
                one = "not " + column.kind();
            }
            all.append(column.name()).append('=').append(one).append('\n');
        }
        return all.toString();
    }

    private static boolean isCardNumber(Column column) {
        return column.name().equals(CARD_NO);
    }
}
