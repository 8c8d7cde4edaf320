package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final Lsn LSN = Lsn.parse("01");

    @Test
    void aTableThatIsActiveIsCapturedOnceTheRegisterTellsASynchpointOfIt() {
        assertThat(registration("A", LSN, LSN).isCaptured()).isTrue();
        assertThat(registration("A", LSN, null).isCaptured()).isTrue();
        assertThat(registration("A", null, LSN).isCaptured()).as("as on LUW").isTrue();
        assertThat(registration("A", null, null).isCaptured())
                .as("as scripts make it")
                .isFalse();
        assertThat(registration("I", LSN, LSN).isCaptured()).isFalse();
        assertThat(registration("S", LSN, LSN).isCaptured()).isFalse();
    }

    @Test
    void whyItIsNotCapturedTellsWhatToDo() {
        assertThat(registration("A", null, null).whyNotCaptured()).contains("reinit");
        assertThat(registration("I", LSN, LSN).whyNotCaptured()).contains("STATE I", "CAPSTART");
        assertThat(registration("S", LSN, LSN).whyNotCaptured()).contains("STATE S", "IBMSNAP_CAPTRACE");
    }

    private static Registration registration(String state, @Nullable Lsn oldest, @Nullable Lsn newest) {
        return new Registration(new TableId("S", "T"), new TableId("ASN", "CDT"), oldest, newest, null, true, state);
    }
}
