package io.odsconnect.examples.compare;

import io.odsconnect.examples.bank.BankTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** The bank in Redis: a hash a row, under {@code card:4000000000000010} or {@code ledger:000000000001:7}. */
public final class RedisRows implements StoreRows {

    private static final int ROWS_A_SCAN = 2_000;

    private final JedisPooled redis;
    private final RowText texts;

    /** Connects. */
    public RedisRows(URI uri, CardCipher cards) {
        this.texts = RowText.decrypted(cards);
        this.redis = new JedisPooled(uri);
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public void readAll(BankTable table, BiConsumer<String, String> rows) {
        // SCAN may give a key twice; the set of keys that were read keeps the count honest.
        Set<String> read = new HashSet<>();
        scan(table.lowerCase() + ":*", page -> {
            for (Map.Entry<String, Map<String, String>> row :
                    hashes(page.stream().filter(read::add).toList())) {
                String expectedKey = table.lowerCase() + ":"
                        + table.key().stream()
                                .map(column -> String.valueOf(row.getValue().get(column.name())))
                                .collect(Collectors.joining(":"));
                // A row under a key that is not its own is no row of the bank.
                String key = expectedKey.equals(row.getKey())
                        ? texts.key(table, row.getValue()::get)
                        : "misplaced " + row.getKey();
                rows.accept(key, texts.row(table, row.getValue()::get));
            }
        });
    }

    private List<Map.Entry<String, Map<String, String>>> hashes(List<String> keys) {
        List<Map.Entry<String, Map<String, String>>> rows = new ArrayList<>(keys.size());
        try (Pipeline pipeline = redis.pipelined()) {
            List<Response<Map<String, String>>> responses = new ArrayList<>(keys.size());
            for (String key : keys) {
                responses.add(pipeline.hgetAll(key));
            }
            pipeline.sync();
            for (int i = 0; i < keys.size(); i++) {
                rows.add(Map.entry(keys.get(i), responses.get(i).get()));
            }
        }
        return rows;
    }

    @Override
    public boolean hasRows() {
        return Stream.of(BankTable.values()).anyMatch(table -> {
            boolean[] any = new boolean[1];
            scan(table.lowerCase() + ":*", keys -> any[0] |= !keys.isEmpty());
            return any[0];
        });
    }

    @Override
    public void removeAll() {
        for (BankTable table : BankTable.values()) {
            for (String keys : List.of(table.lowerCase() + ":*", "__del:{" + table.lowerCase() + ":*")) {
                scan(keys, page -> {
                    if (!page.isEmpty()) {
                        redis.del(page.toArray(String[]::new));
                    }
                });
            }
        }
    }

    private void scan(String pattern, Consumer<List<String>> pages) {
        ScanParams params = new ScanParams().match(pattern).count(ROWS_A_SCAN);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = redis.scan(cursor, params);
            pages.accept(page.getResult());
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    }

    @Override
    public @Nullable String email(long customer) {
        return redis.hget("customer:" + customer, "EMAIL");
    }

    @Override
    public boolean hasCard(String number) {
        return redis.exists("card:" + number);
    }

    @Override
    public String alterEmail(long customer, String email) {
        String key = "customer:" + customer;
        redis.hset(key, "EMAIL", email);
        return key;
    }

    @Override
    public String deleteCustomer(long customer) {
        String key = "customer:" + customer;
        redis.del(key);
        return key;
    }

    @Override
    public String addCustomer(long customer) {
        String key = "customer:" + customer;
        redis.hset(key, Map.of("CUSTOMER_ID", Long.toString(customer), "NAME", "Nobody"));
        return key;
    }

    @Override
    public void close() {
        redis.close();
    }
}
