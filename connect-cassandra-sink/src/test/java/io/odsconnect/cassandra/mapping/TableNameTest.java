package io.odsconnect.cassandra.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "bank.card, bank.card",
                "BANK.Card, bank.card",
                "\"BANK\".card, \"BANK\".card",
                "bank.\"Card.2\", bank.\"Card.2\"",
                "bank.\"a\"\"b\", bank.\"a\"\"b\"",
                "bank.\"card\", bank.card",
                "bank.\"table\", bank.\"table\""
            })
    void aNameIsReadByTheRulesOfCqlAndWrittenSoThatCqlReadsItAgain(String text, String cql) {
        TableName name = TableName.parse(text).orElseThrow();

        assertThat(name).hasToString(cql);
        assertThat(TableName.parse(cql)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card",
                "",
                ".card",
                "bank.",
                "a.b.c",
                "bank.card; drop table x",
                "bank.\"card",
                "bank .card",
                "bank.select"
            })
    void whatIsNoKeyspaceAndTableIsNoName(String text) {
        assertThat(TableName.parse(text)).isEmpty();
    }

    @Test
    void aTableIsMadeByAPlainNameOfUpTo48Characters() {
        assertThat(TableName.parse("bank." + "x".repeat(48)).orElseThrow().mayBeMade())
                .isTrue();
        assertThat(TableName.parse("bank." + "x".repeat(49)).orElseThrow().mayBeMade())
                .isFalse();
        assertThat(TableName.parse("bank.\"a b\"").orElseThrow().mayBeMade()).isFalse();
    }
}
