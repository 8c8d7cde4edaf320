package io.odsconnect.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TestTable;
import io.odsconnect.common.sink.Outcome;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnknownRefusalsTest {

    private static final CqlTable CARD =
            new TestTable("bank.card").partitionKey("id", DataTypes.INT).table();
    private static final Outcome.Rejected REFUSED = new Outcome.Rejected("a word nobody knows", null);

    private final AtomicLong nanos = new AtomicLong();
    private final UnknownRefusals refusals = new UnknownRefusals(nanos::incrementAndGet);

    @Test
    void aRowThatIsRefusedWhileOthersAreTakenIsToBlame() {
        long sent = refusals.now();
        refusals.taken(CARD.name());
        for (int id = 0; id < 100; id++) {
            assertThat(refusals.judge(row(id), sent, REFUSED)).isSameAs(REFUSED);
        }
    }

    @Test
    void whatTheTableTookBeforeSaysNothing() {
        refusals.taken(CARD.name());
        assertThat(refusals.judge(row(1), refusals.now(), REFUSED)).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void aRowByItselfIsTriedAgainBeforeItIsToBlame() {
        for (int tries = 1; tries < UnknownRefusals.TRIES; tries++) {
            assertThat(refusals.judge(row(1), refusals.now(), REFUSED)).isInstanceOf(Outcome.Retry.class);
        }
        assertThat(refusals.judge(row(1), refusals.now(), REFUSED)).isSameAs(REFUSED);
    }

    @Test
    void aTableThatTakesNoRowFailsTheTaskWithTheServersWords() {
        for (int id = 1; id < UnknownRefusals.ROWS; id++) {
            assertThat(refusals.judge(row(id), refusals.now(), REFUSED)).isInstanceOf(Outcome.Retry.class);
        }
        assertThat(refusals.judge(row(0), refusals.now(), REFUSED))
                .isInstanceOfSatisfying(
                        Outcome.Fatal.class,
                        fatal -> assertThat(fatal.reason()).contains("table bank.card", "a word nobody knows"));
    }

    @Test
    void rowsCountOnlyWhereNoneWasTakenInBetween() {
        for (int id = 1; id < 5 * UnknownRefusals.ROWS; id++) {
            assertThat(refusals.judge(row(id), refusals.now(), REFUSED)).isInstanceOf(Outcome.Retry.class);
            refusals.taken(CARD.name());
        }
    }

    @Test
    void aRowIsToBlameAfterSomeTriesThoughOthersAreTakenBetweenThese() {
        for (int tries = 1; tries < UnknownRefusals.TRIES; tries++) {
            assertThat(refusals.judge(row(1), refusals.now(), REFUSED)).isInstanceOf(Outcome.Retry.class);
            refusals.taken(CARD.name());
        }
        assertThat(refusals.judge(row(1), refusals.now(), REFUSED)).isSameAs(REFUSED);
    }

    private static CassandraWrite row(int id) {
        ByteBuffer[] key = {ByteBuffer.allocate(4).putInt(0, id)};
        return CassandraWrite.of(CARD, 1, CassandraWrite.Kind.INSERT, key, null);
    }
}
