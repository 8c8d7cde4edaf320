package io.odsconnect.aerospike.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.Key;
import com.aerospike.client.Value;
import org.junit.jupiter.api.Test;

class RowKeyTest {

    private static final RowSet CARDS = new RowSet("card", "card__deleted");

    @Test
    void aRowIsToldByItsNamespaceItsSetAndItsUserKey() {
        RowKey row = new RowKey("bank", CARDS, Value.get(7L));

        assertThat(row)
                .isEqualTo(new RowKey("bank", new RowSet("card", "card__deleted"), Value.get(7L)))
                .hasSameHashCodeAs(new RowKey("bank", new RowSet("card", "card__deleted"), Value.get(7L)));
        assertThat(row)
                .isNotEqualTo(new RowKey("other", CARDS, Value.get(7L)))
                .isNotEqualTo(new RowKey("bank", new RowSet("loan", "loan__deleted"), Value.get(7L)))
                .isNotEqualTo(new RowKey("bank", CARDS, Value.get(8L)));
    }

    @Test
    void rowsAreOneWhereTheServerSeesOneRecord() {
        Value[] userKeys = {
            Value.get(49L), Value.get("1"), Value.get(new byte[] {'1'}), Value.get(new byte[] {'1'}), Value.get("49")
        };
        for (Value one : userKeys) {
            for (Value other : userKeys) {
                RowKey row = new RowKey("bank", CARDS, one);
                RowKey second = new RowKey("bank", CARDS, other);
                assertThat(row.equals(second)).isEqualTo(row.row().equals(second.row()));
            }
        }
    }

    @Test
    void theMarkerHasTheUserKeyInTheSetOfMarkers() {
        RowKey row = new RowKey("bank", CARDS, Value.get("c1"));

        assertThat(row.row()).isEqualTo(new Key("bank", "card", "c1"));
        assertThat(row.marker()).isEqualTo(new Key("bank", "card__deleted", "c1"));
    }

    @Test
    void aRowDoesNotSayItsUserKey() {
        assertThat(new RowKey("bank", CARDS, Value.get("4000123412341234"))).hasToString("bank.card");
    }
}
