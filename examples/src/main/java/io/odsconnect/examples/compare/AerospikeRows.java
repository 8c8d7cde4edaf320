package io.odsconnect.examples.compare;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Bin;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.policy.ScanPolicy;
import com.aerospike.client.policy.WritePolicy;
import io.odsconnect.examples.bank.BankTable;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The bank in Aerospike: a set a table, a record a row, a bin a column. */
public final class AerospikeRows implements StoreRows {

    private final AerospikeClient client;
    private final String namespace;
    private final RowText texts;

    /** Connects. */
    public AerospikeRows(String host, int port, String namespace, CardCipher cards) {
        this.texts = RowText.decrypted(cards);
        this.client = new AerospikeClient(host, port);
        this.namespace = namespace;
    }

    @Override
    public String name() {
        return "Aerospike";
    }

    @Override
    public void readAll(BankTable table, BiConsumer<String, String> rows) {
        ScanPolicy policy = new ScanPolicy();
        client.scanAll(policy, namespace, table.lowerCase(), (key, record) -> {
            synchronized (rows) {
                String id = digestOf(table, record).equals(ByteBuffer.wrap(key.digest))
                        ? texts.key(table, record::getValue)
                        : "misplaced " + key;
                rows.accept(id, texts.row(table, record::getValue));
            }
        });
    }

    /** Returns the digest of the key that a row of these values belongs under. */
    private ByteBuffer digestOf(BankTable table, Record record) {
        Key key;
        if (table == BankTable.CUSTOMER) {
            key = new Key(namespace, table.lowerCase(), record.getLong("CUSTOMER_ID"));
        } else if (table == BankTable.LEDGER) {
            key = new Key(
                    namespace, table.lowerCase(), record.getString("ACCOUNT_NO") + ":" + record.getLong("ENTRY_NO"));
        } else {
            key = new Key(
                    namespace,
                    table.lowerCase(),
                    record.getString(table.key().get(0).name()));
        }
        return ByteBuffer.wrap(key.digest);
    }

    @Override
    public boolean hasRows() {
        AtomicBoolean any = new AtomicBoolean();
        for (BankTable table : BankTable.values()) {
            client.scanAll(new ScanPolicy(), namespace, table.lowerCase(), (key, record) -> any.set(true));
        }
        return any.get();
    }

    @Override
    public void removeAll() {
        for (BankTable table : BankTable.values()) {
            client.truncate(null, namespace, table.lowerCase(), null);
            client.truncate(null, namespace, table.lowerCase() + "__deleted", null);
        }
    }

    @Override
    public @Nullable String email(long customer) {
        Record record = client.get(null, new Key(namespace, BankTable.CUSTOMER.lowerCase(), customer), "EMAIL");
        return record == null ? null : record.getString("EMAIL");
    }

    @Override
    public boolean hasCard(String number) {
        return client.exists(null, new Key(namespace, BankTable.CARD.lowerCase(), number));
    }

    @Override
    public String alterEmail(long customer, String email) {
        Key key = new Key(namespace, BankTable.CUSTOMER.lowerCase(), customer);
        client.put(null, key, new Bin("EMAIL", email));
        return text(key);
    }

    @Override
    public String deleteCustomer(long customer) {
        Key key = new Key(namespace, BankTable.CUSTOMER.lowerCase(), customer);
        client.delete(null, key);
        return text(key);
    }

    @Override
    public String addCustomer(long customer) {
        Key key = new Key(namespace, BankTable.CUSTOMER.lowerCase(), customer);
        WritePolicy policy = new WritePolicy();
        policy.sendKey = true;
        client.put(policy, key, new Bin("CUSTOMER_ID", customer), new Bin("NAME", "Nobody"));
        return text(key);
    }

    private static String text(Key key) {
        return key.namespace + "." + key.setName + "/" + key.userKey;
    }

    @Override
    public void close() {
        client.close();
    }
}
