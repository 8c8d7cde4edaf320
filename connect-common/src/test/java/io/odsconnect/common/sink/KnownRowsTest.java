package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

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
    void ofTwoRowsAtOnePlaceTheLaterIsKept() {
        KnownRows.Session session = known.session();
        session.put(7, 70);
        session.put(7 + (1 << 18), 71);
        assertThat(session.takeOut(7, 70)).isFalse();
        assertThat(session.takeOut(7, 71)).isTrue();
    }

    @Test
    void aRowWhoseNumberIsThatOfNoneIsARowAllTheSame() {
        KnownRows.Session session = known.session();
        assertThat(session.takeOut(7, 0)).isFalse();
        session.put(7, 0);
        assertThat(session.takeOut(7, 0)).isTrue();
    }

    @Test
    void aPlaceIsForgottenWhateverRowStandsThere() {
        KnownRows.Session session = known.session();
        session.put(7, 70);
        session.forget(7 + (1 << 18));
        assertThat(session.takeOut(7, 70)).isFalse();
    }

    @Test
    void whatIsUnderWayWhenAllIsForgottenIsForgottenToo() {
        KnownRows.Session before = known.session();
        known.forgetAll();
        before.put(7, 70);
        assertThat(known.session().takeOut(7, 70)).isFalse();
    }
}
