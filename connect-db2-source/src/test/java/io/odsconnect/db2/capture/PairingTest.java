package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.event.Lsn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that cannot be read and are left out: what is left must not say what did not happen. */
class PairingTest {

    private static final Schema ROW =
            SchemaBuilder.struct().field("ID", Schema.INT32_SCHEMA).build();
    private static final Lsn COMMIT = Lsn.parse("01");

    @Test
    void anUpdateWhoseNewRowCannotBeReadIsNoDelete() throws SQLException {
        assertThat(told(true, row(1, 'D'), bad(2, 'I'), row(3, 'I'))).containsExactly("Added 3");
    }

    @Test
    void anUpdateWhoseOldRowCannotBeReadIsAnAdd() throws SQLException {
        assertThat(told(true, bad(1, 'D'), row(2, 'I'))).containsExactly("Added 2");
    }

    @Test
    void whereUpdatesAreRowsOfTheirOwnADeleteStandsAlone() throws SQLException {
        assertThat(told(false, row(1, 'D'), bad(2, 'I'), bad(3, 'U'), row(4, 'I')))
                .containsExactly("Removed 1", "Added 4");
    }

    private static ChangeRow row(int intent, char operation) {
        return new ChangeRow(COMMIT, Lsn.parse("0" + intent), operation, new Struct(ROW).put("ID", intent), null, null);
    }

    private static ChangeRow bad(int intent, char operation) {
        return ChangeRow.unreadable(COMMIT, Lsn.parse("0" + intent), operation, ROW);
    }

    private static List<String> told(boolean updatesAsPairs, ChangeRow... rows) throws SQLException {
        Iterator<ChangeRow> left = List.of(rows).iterator();
        Pairing pairing = new Pairing(() -> left.hasNext() ? left.next() : null, row -> row, updatesAsPairs);
        List<String> told = new ArrayList<>();
        for (@Nullable RowChange change = pairing.next(); change != null; change = pairing.next()) {
            told.add(change.getClass().getSimpleName() + " "
                    + Integer.parseInt(change.intent().toString().replace(":", ""), 16));
        }
        return told;
    }
}
