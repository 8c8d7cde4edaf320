package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table's row in IBMSNAP_REGISTER.
 *
 * @param table the table
 * @param changeTable its change table
 * @param oldest CD_OLD_SYNCHPOINT: changes up to here may have been pruned, or were never captured; null where not told
 * @param newest CD_NEW_SYNCHPOINT: the last unit of work with a change in the change table; null where there was none
 * @param beforePrefix BEFORE_IMG_PREFIX: what before-image columns have before their name; null where there are none
 * @param updatesAsPairs CHG_UPD_TO_DEL_INS: whether an update is written as a delete and an insert
 * @param state STATE: {@code A} active, {@code I} inactive, {@code S} stopped after an error
 */
public record Registration(
        TableId table,
        TableId changeTable,
        @Nullable Lsn oldest,
        @Nullable Lsn newest,
        @Nullable String beforePrefix,
        boolean updatesAsPairs,
        String state) {

    /** Says whether changes of the table are captured. */
    boolean isActive() {
        return state.equals("A");
    }

    /** Says whether the change table is the same one and to be read in the same way as in {@code other}. */
    boolean sameForm(Registration other) {
        return changeTable.equals(other.changeTable)
                && updatesAsPairs == other.updatesAsPairs
                && Objects.equals(beforePrefix, other.beforePrefix);
    }
}
