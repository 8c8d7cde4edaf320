package io.odsconnect.db2.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlFailureTest {

    private static final Db2Address ADDRESS =
            new Db2Address("db.example.com", 50000, "ODS", "app", "topsecret", Map.of());

    @Test
    void lostConnectionsLockTimeoutsAndDeadlocksPass() {
        assertThat(kind("08001", -4499)).isEqualTo(SqlFailure.Kind.PASSING);
        assertThat(kind("40001", -911)).isEqualTo(SqlFailure.Kind.PASSING);
        assertThat(kind("57033", -913)).isEqualTo(SqlFailure.Kind.PASSING);
        assertThat(kind("57011", -904)).isEqualTo(SqlFailure.Kind.PASSING);
    }

    @Test
    void refusedLoginsAndPrivilegesNeedPeople() {
        assertThat(kind("28000", -4214)).isEqualTo(SqlFailure.Kind.REFUSED);
        assertThat(kind("42501", -551)).isEqualTo(SqlFailure.Kind.REFUSED);
        assertThat(SqlFailure.of(new SQLException("no", "28000", -4214), ADDRESS)
                        .text())
                .contains("login app was refused", "password has expired")
                .doesNotContain("topsecret");
        assertThat(SqlFailure.of(new SQLException("no", "42501", -551), ADDRESS).text())
                .contains("login app lacks a privilege");
    }

    @Test
    void anExpiredPasswordIsToldAsSuch() {
        String text = SqlFailure.of(
                        new SQLException("Connection authorization failure. Reason: Password expired.", "28000", -4214),
                        ADDRESS)
                .text();
        assertThat(text).startsWith("The password of the login app has expired").doesNotContain("topsecret");
    }

    @Test
    void aMissingPrivilegeOrTableIsKnown() {
        assertThat(SqlFailure.lacksPrivilege(new SQLException("no", "42501", -551)))
                .isTrue();
        assertThat(SqlFailure.lacksPrivilege(new SQLException("no", "08001", -4499)))
                .isFalse();
        assertThat(SqlFailure.lacksTable(new SQLException("no", "42704", -204))).isTrue();
    }

    @Test
    void aMissingTableIsToldByName() {
        SqlFailure failure = SqlFailure.of(new SQLException("SQLERRMC=ASN.IBMSNAP_UOW", "42704", -204), ADDRESS);
        assertThat(failure.kind()).isEqualTo(SqlFailure.Kind.LASTING);
        assertThat(failure.text()).contains("SQLCODE -204", "ASN.IBMSNAP_UOW", "db.example.com:50000");
    }

    @Test
    void aDatabaseThatIsNotThereIsLasting() {
        SqlFailure failure = SqlFailure.of(
                new SQLException(
                        "The server rejected the connection.\nAn attempt was made to access a database, ODS, which was"
                                + " not found.",
                        "08004",
                        -4499),
                ADDRESS);
        assertThat(failure.kind()).isEqualTo(SqlFailure.Kind.LASTING);
        assertThat(failure.place()).isEqualTo(SqlFailure.Place.DATABASE);
        assertThat(failure.text()).contains("no database ODS").contains("which was not found");
        assertThat(SqlFailure.of(new SQLException("x", "08001", -30061), ADDRESS)
                        .kind())
                .isEqualTo(SqlFailure.Kind.LASTING);
    }

    @Test
    void thePortIsToBlameWhereNothingOrSomethingElseAnswersThere() {
        SQLException refused = new SQLException("x", "08001", -4499, new java.net.ConnectException("refused"));
        assertThat(SqlFailure.of(refused, ADDRESS).place()).isEqualTo(SqlFailure.Place.PORT);
        assertThat(SqlFailure.of(new SQLException("x", "58009", -4499), ADDRESS).place())
                .isEqualTo(SqlFailure.Place.PORT);
        assertThat(SqlFailure.of(new SQLException("unknown host", "08001", -4222), ADDRESS)
                        .place())
                .isEqualTo(SqlFailure.Place.HOST);
    }

    @Test
    void noStandInsCodeIsKnown() {
        assertThat(SqlFailure.lacksTable(new SQLException("no", "42X05", -20001)))
                .isFalse();
    }

    @Test
    void aMessageThatMayHoldAValueIsLeftOut() {
        assertThat(SqlFailure.of(new SQLException("invalid: 4111111111111111", "22018", -420), ADDRESS)
                        .text())
                .contains("SQLCODE -420, SQLSTATE 22018")
                .doesNotContain("4111");
        assertThat(SqlFailure.of(new SQLException("invalid: 4111111111111111"), ADDRESS)
                        .text())
                .doesNotContain("4111");
    }

    private static SqlFailure.Kind kind(String state, int code) {
        return SqlFailure.of(new SQLException("x", state, code), ADDRESS).kind();
    }
}
