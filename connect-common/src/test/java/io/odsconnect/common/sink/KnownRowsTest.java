package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownRowsTest {

    private final KnownRows known = new KnownRows();

    @Test
    void aRowIsKnownOnceForEachTimeItIsPut() {
        KnownRows.Session session = known.session();
        assertThat(session.takeOut(7, 70)).isFalse();
        session.put(7, 70);
        assertThat(session.takeOut(7, 71)).isFalse();
        assertThat(session.takeOut(7, 70)).isTrue();
        assertThat(session.takeOut(7, 70)).isFalse();
    }

    @Test
    void rowsOfOnePlaceStandSideBySideUntilItIsFull() {
        KnownRows.Session session = known.session();
        List<Long> rows = List.of(70L, 71L, 72L, 73L, 74L);
        rows.forEach(row -> session.put(8 + (row << 18), row));
        List<Long> kept = rows.stream().filter(row -> session.takeOut(8, row)).toList();
        assertThat(kept).hasSize(4).contains(74L);
    }

    @Test
    void ofManyMoreRowsThanThereIsRoomForSomeAreKeptAndNoneThatWasNotPut() {
        KnownRows.Session session = known.session();
        Random random = new Random(20261122);
        List<Long> rows = random.longs(1_000_000).boxed().toList();
        rows.forEach(row -> session.put(row >>> 32, row));
        assertThat(random.longs(100_000).filter(row -> session.takeOut(row >>> 32, row)))
                .isEmpty();
        assertThat(rows.stream().filter(row -> session.takeOut(row >>> 32, row)).count())
                .isBetween(250_000L, 1L << 18);
    }

    @Test
    void aRowWhoseNumberIsThatOfNoneIsARowAllTheSame() {
        KnownRows.Session session = known.session();
        assertThat(session.takeOut(7, 0)).isFalse();
        session.put(7, 0);
        assertThat(session.takeOut(7, 0)).isTrue();
    }

    @Test
    void aPlaceIsForgottenWhateverRowsStandThere() {
        KnownRows.Session session = known.session();
        session.put(7, 70);
        session.put(7, 71);
        session.forget(7 + (1 << 18));
        assertThat(session.takeOut(7, 70)).isFalse();
        assertThat(session.takeOut(7, 71)).isFalse();
    }

    @Test
    void whatIsUnderWayWhenAllIsForgottenIsForgottenToo() {
        KnownRows.Session before = known.session();
        known.forgetAll();
        before.put(7, 70);
        assertThat(known.session().takeOut(7, 70)).isFalse();
    }
}
