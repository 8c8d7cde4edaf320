package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
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

    /**
     * Says whether changes of the table are captured. Where scripts have registered it as active, Capture does not know of
     * it before it has read the register anew, and until then the register tells no synchpoint of it.
     */
    public boolean isCaptured() {
        return isActive() && !isUnknownToCapture();
    }

    /** Says whether the table is registered as active. */
    public boolean isActive() {
        return state.equals("A");
    }

    /** Says whether Capture has not taken note of the registration yet. */
    boolean isUnknownToCapture() {
        return oldest == null && newest == null;
    }

    /** Returns why changes of the table are not captured, and what to do; for a table of which they are not. */
    public String whyNotCaptured() {
        return switch (state) {
            case "A" ->
                "is registered as active, but Capture does not know of it yet (CD_OLD_SYNCHPOINT and CD_NEW_SYNCHPOINT are"
                        + " null): have Capture read the register anew (VALUES ASNCDC.ASNCDCSERVICES('reinit', 'asncdc'), or"
                        + " asnccmd reinit) or send a CAPSTART signal";
            case "S" ->
                "has STATE S, stopped after an error: see IBMSNAP_CAPTRACE, mend it and activate the table again";
            default -> "has STATE " + state + ", inactive: activate it with a CAPSTART signal";
        };
    }

    /** Says whether the change table is the same one and to be read in the same way as in {@code other}. */
    boolean sameForm(Registration other) {
        return changeTable.equals(other.changeTable)
                && updatesAsPairs == other.updatesAsPairs
                && Objects.equals(beforePrefix, other.beforePrefix);
    }
}
