package io.odsconnect.db2.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiteralStartTest {

    @Test
    void onlyTheNamesThatMayMatchAreAskedFor() {
        assertThat(like("BANK\\.T0[0-9]+", "BANK")).contains("_0%");
        assertThat(like("bank.t0012", "BANK")).contains("_0012");
        assertThat(like("\\QBANK.T_1\\E", "BANK")).contains("_\\_1");
        assertThat(like("BANK\\..*", "BANK")).contains("%");
        assertThat(like("BANK\\..*", "BANC")).isEmpty();
        assertThat(like("BANK\\.CARD", "BANKS")).isEmpty();
        assertThat(like("BA.*", "BANK")).contains("%");
        assertThat(like("A\\.B|BANK\\.CARD", "BANK")).contains("%");
        assertThat(like("(BANK|SHOP)\\.CARD", "BANK")).contains("%");
        assertThat(like("BANKS?\\.CARD", "BANK")).contains("%");
    }

    @Test
    void noNameThatMatchesIsSpared() {
        List<TableId> tables = List.of(
                new TableId("BANK", "CARD"),
                new TableId("Bank", "Card"),
                new TableId("A.B", "C"),
                new TableId("A", "B.C"),
                new TableId("S#1", "T_%\\X"));
        for (String expression : List.of(
                "BANK\\.CARD",
                "bank.card",
                "BANK.CAR[DT]",
                "A\\.B\\.C",
                ".*",
                "S#1\\.T_%\\\\X",
                "BANK\\.CARDS*",
                "\\w+\\..*")) {
            Pattern pattern = Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
            for (TableId table : tables) {
                if (pattern.matcher(table.toString()).matches()) {
                    assertThat(like(expression, table.schema()))
                            .as("%s for %s", expression, table)
                            .hasValueSatisfying(
                                    like -> assertThat(table.table()).matches(regex(like)));
                }
            }
        }
    }

    private static Optional<String> like(String expression, String schema) {
        return LiteralStart.of(expression).tablesIn(schema, "\\");
    }

    /** Returns what LIKE does with the pattern. */
    private static String regex(String like) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char letter = like.charAt(i);
            switch (letter) {
                case '_' -> regex.append('.');
                case '%' -> regex.append(".*");
                case '\\' -> regex.append(Pattern.quote(Character.toString(like.charAt(++i))));
                default -> regex.append(Pattern.quote(Character.toString(letter)));
            }
        }
        return regex.toString();
    }
}
