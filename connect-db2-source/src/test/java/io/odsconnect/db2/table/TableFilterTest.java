package io.odsconnect.db2.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableFilterTest {

    private static final TableId CARD = new TableId("BANK", "CARD");
    private static final TableId CARDS = new TableId("BANK", "CARDS");

    @Test
    void anExpressionMatchesTheWholeNameInEitherCase() {
        TableFilter filter = new TableFilter(List.of("bank\\.card"), List.of(), List.of());
        assertThat(filter.wants(CARD)).isTrue();
        assertThat(filter.wants(CARDS)).isFalse();
    }

    @Test
    void withoutIncludedTablesAllAreWantedButTheExcluded() {
        TableFilter filter = new TableFilter(List.of(), List.of("BANK\\.CARDS"), List.of());
        assertThat(filter.wants(CARD)).isTrue();
        assertThat(filter.wants(CARDS)).isFalse();
    }

    @Test
    void anExpressionThatMatchesNoTableIsTold() {
        TableFilter filter = new TableFilter(List.of("BANK\\..*", "BANC\\.CARD"), List.of(), List.of());
        assertThat(filter.withoutMatch(List.of(CARD, CARDS))).containsExactly("BANC\\.CARD");
    }

    @Test
    void aColumnIsLeftOutByItsFullName() {
        TableFilter filter = new TableFilter(List.of(), List.of(), List.of("BANK\\.CARD\\.PIN"));
        assertThat(filter.wants(CARD, "PIN")).isFalse();
        assertThat(filter.wants(CARDS, "PIN")).isTrue();
        assertThat(filter.wants(CARD, "NO")).isTrue();
    }
}
