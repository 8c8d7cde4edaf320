package io.odsconnect.examples.compare;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.odsconnect.examples.bank.BankTable;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bank in Cassandra: the tables of {@code examples/bank/schema.cql}. */
public final class CassandraRows implements StoreRows {

    private static final int PAGE = 2_000;

    private final CqlSession session;
    private final PreparedStatement email;
    private final RowText texts;

    /** Reads through a session, which {@link #close()} closes too. */
    public CassandraRows(CqlSession session, CardCipher cards) {
        this.texts = RowText.decrypted(cards);
        this.session = session;
        this.email = session.prepare("SELECT email FROM bank.customer WHERE customer_id = ?");
    }

    @Override
    public String name() {
        return "Cassandra";
    }

    @Override
    public void readAll(BankTable table, BiConsumer<String, String> rows) {
        SimpleStatement all = SimpleStatement.newInstance("SELECT * FROM bank." + table.lowerCase())
                .setPageSize(PAGE)
                .setTimeout(Duration.ofSeconds(30));
        for (Row row : session.execute(all)) {
            rows.accept(
                    texts.key(table, column -> row.getObject(column.toLowerCase(Locale.ROOT))),
                    texts.row(table, column -> row.getObject(column.toLowerCase(Locale.ROOT))));
        }
    }

    @Override
    public boolean hasRows() {
        return Stream.of(BankTable.values())
                .anyMatch(table -> session.execute("SELECT * FROM bank." + table.lowerCase() + " LIMIT 1")
                                .one()
                        != null);
    }

    @Override
    public void removeAll() {
        for (BankTable table : BankTable.values()) {
            session.execute("TRUNCATE bank." + table.lowerCase());
        }
    }

    @Override
    public @Nullable String email(long customer) {
        Row row = session.execute(email.bind(customer)).one();
        return row == null ? null : row.getString("email");
    }

    @Override
    public boolean hasCard(String number) {
        return session.execute(SimpleStatement.newInstance("SELECT card_no FROM bank.card WHERE card_no = ?", number))
                        .one()
                != null;
    }

    @Override
    public String alterEmail(long customer, String email) {
        session.execute(SimpleStatement.newInstance(
                "UPDATE bank.customer SET email = ? WHERE customer_id = ?", email, customer));
        return "customer_id = " + customer;
    }

    @Override
    public String deleteCustomer(long customer) {
        session.execute(SimpleStatement.newInstance("DELETE FROM bank.customer WHERE customer_id = ?", customer));
        return "customer_id = " + customer;
    }

    @Override
    public String addCustomer(long customer) {
        session.execute(SimpleStatement.newInstance(
                "INSERT INTO bank.customer (customer_id, name) VALUES (?, ?)", customer, "Nobody"));
        return "customer_id = " + customer;
    }

    @Override
    public void close() {
        session.close();
    }
}
