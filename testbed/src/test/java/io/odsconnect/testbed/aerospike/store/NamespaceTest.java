package io.odsconnect.testbed.aerospike.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamespaceTest {

    private final Namespace namespace = new Namespace("bank");
    private final Digest digest = Digest.of(new byte[Digest.SIZE]);

    @Test
    void aRecordWhoseLifeIsOverIsAbsentButForDeletesUntilItIsSwept() {
        StoredRecord expired = new StoredRecord("cards", null, Bins.EMPTY, 1, 1, 0);
        namespace.change(digest, old -> expired);
        List<@Nullable StoredRecord> seen = new ArrayList<>();

        assertThat(namespace.get(digest)).isNull();
        namespace.changeUnswept(digest, old -> {
            seen.add(old);
            return old;
        });
        namespace.sweep();
        namespace.changeUnswept(digest, old -> {
            seen.add(old);
            return old;
        });
        assertThat(seen).containsExactly(expired, null);
    }

    @Test
    void aNamespaceHas4095SetsAndForgetsNone() {
        for (int set = 0; set < 4095; set++) {
            assertThat(namespace.hasRoomFor("set" + set)).isTrue();
        }
        namespace.truncate("set1", Long.MAX_VALUE);

        assertThat(namespace.hasRoomFor("one more")).isFalse();
        assertThat(namespace.hasRoomFor("set1")).isTrue();
        assertThat(namespace.countBySet()).hasSize(4095);
    }
}
