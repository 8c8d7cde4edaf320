package io.odsconnect.aerospike.mapping;

import com.aerospike.client.Bin;
import com.aerospike.client.Value;
import io.odsconnect.aerospike.config.BinName;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The bins for the columns of rows of one shape. */
final class Bins {

    /** The most bins of a record that the server takes. */
    private static final int MOST = 32_767;

    private final Columns columns;
    private final List<String> names;

    /**
     * Names the bins.
     *
     * @param columns the columns
     * @param naming gives the bin of a column
     * @param positionBin the bin that no column may have
     * @throws BadRecordException if a name does not fit
     */
    Bins(Columns columns, UnaryOperator<String> naming, String positionBin) {
        if (columns.size() > MOST - 1) {
            throw new BadRecordException("The row has " + columns.size() + " columns and a record at most " + MOST
                    + " bins, of which one holds the position: leave out columns with a transform");
        }
        this.columns = columns;
        this.names = new ArrayList<>(columns.size());
        Set<String> taken = new HashSet<>();
        for (String column : columns.names()) {
            String name = naming.apply(column);
            check(column, name, positionBin);
            if (!taken.add(name)) {
                throw new BadRecordException("Two columns of the row go to bin " + name + ", of which " + column
                        + " is one: give each a bin of its own with bin.name.mapping=" + column + ":…");
            }
            names.add(name);
        }
    }

    private static void check(String column, String name, String positionBin) {
        int length = BinName.length(name);
        if (length > BinName.LONGEST) {
            throw new BadRecordException("Column " + column + " has no bin: " + name + " takes " + length
                    + " bytes and the name of a bin at most " + BinName.LONGEST
                    + "; give it a shorter one with bin.name.mapping=" + column
                    + ":…, or all long ones with bin.name.strategy=shorten");
        }
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new BadRecordException("A column of the row has no name, or one with a zero byte in it, and no bin is"
                    + " called so: name it with a transform");
        }
        if (name.equals(positionBin)) {
            throw new BadRecordException("Column " + column + " goes to bin " + name
                    + ", which holds the position of the row: choose another position.bin, or another bin for the"
                    + " column with bin.name.mapping");
        }
    }

    /** Says whether these are the bins for rows of such columns. */
    boolean isFor(Columns others) {
        return columns.equals(others);
    }

    /** Returns the bins of a row; a null has none, as Aerospike has no bin without a value. */
    List<Bin> of(Row row) {
        List<Bin> bins = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            Object value = row.value(i);
            if (value != null) {
                bins.add(new Bin(names.get(i), value(i, value)));
            }
        }
        return bins;
    }

    private Value value(int index, Object value) {
        try {
            return BinValues.of(value);
        } catch (BadRecordException e) {
            throw new BadRecordException(
                    "Column " + columns.names().get(index) + " does not fit into a bin. " + e.getMessage(), e);
        }
    }
}
