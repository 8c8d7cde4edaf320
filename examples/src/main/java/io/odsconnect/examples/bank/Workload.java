package io.odsconnect.examples.bank;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A working day: several tellers that book payments (two accounts and two entries of the ledger in one unit of work),
 * take in customers with an account and a card, replace cards (the key changes), give cards the numbers of one another,
 * close cards, number the entries of an account anew, and note down that people have moved. Some transactions are rolled back.
 *
 * <p>Customers up to {@link #RESERVED_CUSTOMERS} are left alone: latency is measured on them.
 */
public final class Workload implements AutoCloseable {

    /** Customers that the workload does not touch. */
    public static final int RESERVED_CUSTOMERS = 10;

    private static final int TELLERS = 3;

    /** Opens connections to the bank. */
    @FunctionalInterface
    public interface Connections {
        /** Opens a connection. */
        Connection open() throws SQLException;
    }

    private final Connections connections;
    private final Bank bank;
    private final long seed;
    private final double transactionsPerSecond;
    private final ExecutorService tellers = Executors.newFixedThreadPool(TELLERS);
    private final List<Future<?>> work = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong rowChanges = new AtomicLong();
    private final AtomicLong rollbacks = new AtomicLong();
    private final AtomicLong nextCustomer;
    private final AtomicLong nextAccount;
    private final AtomicLong nextCard;
    private final AtomicLong nextEntry;

    /**
     * Prepares a working day.
     *
     * @param connections where the tellers' connections come from
     * @param bank the bank as it was filled
     * @param seed makes the day repeatable, as far as tellers do not race each other
     * @param transactionsPerSecond how much they do together
     */
    public Workload(Connections connections, Bank bank, long seed, double transactionsPerSecond) {
        this.connections = connections;
        this.bank = bank;
        this.seed = seed;
        this.transactionsPerSecond = transactionsPerSecond;
        this.nextCustomer = new AtomicLong(bank.customers() + 1L);
        this.nextAccount = new AtomicLong(bank.accounts() + 1L);
        this.nextCard = new AtomicLong(bank.cards() + 1L);
        this.nextEntry = new AtomicLong(1_000_000_000L);
    }

    private Workload(Workload before, long seed) {
        connections = before.connections;
        bank = before.bank;
        this.seed = seed;
        transactionsPerSecond = before.transactionsPerSecond;
        nextCustomer = before.nextCustomer;
        nextAccount = before.nextAccount;
        nextCard = before.nextCard;
        nextEntry = before.nextEntry;
    }

    /** Prepares the day after this one, which goes on with its numbers of customers, accounts, cards and entries. */
    public Workload nextDay(long seedOfTheDay) {
        return new Workload(this, seedOfTheDay);
    }

    /** Opens the doors. */
    public void start() {
        for (int i = 0; i < TELLERS; i++) {
            int teller = i;
            Callable<Void> day = () -> {
                work(teller);
                return null;
            };
            work.add(tellers.submit(day));
        }
    }

    /** Returns how many units of work were committed so far. */
    public long transactions() {
        return transactions.get();
    }

    /** Returns how many rows were added, updated or deleted by what was committed so far. */
    public long rowChanges() {
        return rowChanges.get();
    }

    /** Returns how many units of work were rolled back so far, by intent or because two tellers were in each other's way. */
    public long rollbacks() {
        return rollbacks.get();
    }

    /** Sends the tellers home, if they are still there. */
    @Override
    public void close() {
        stopped.set(true);
        tellers.shutdownNow();
    }

    /**
     * Ends the day and returns when the last transaction is committed.
     *
     * @throws IllegalStateException if a teller had to give up
     */
    public void finish() {
        stopped.set(true);
        tellers.shutdown();
        try {
            for (Future<?> teller : work) {
                teller.get(30, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The workload failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            throw new IllegalStateException("The workload does not end", e);
        }
    }

    private void work(int teller) throws SQLException {
        Random random = new Random(seed + teller);
        // A teller has the cards whose sequence number it owns, so that no two replace the same one.
        List<String> cards = new ArrayList<>();
        for (long card = 1L + teller; card <= bank.cards(); card += TELLERS) {
            cards.add(Numbers.card(card));
        }
        Collections.shuffle(cards, random);
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) * TELLERS / transactionsPerSecond);
        long next = System.nanoTime();
        try (Connection db2 = connections.open()) {
            db2.setAutoCommit(false);
            while (!stopped.get()) {
                transact(db2, random, cards);
                next = Math.max(next + pause, System.nanoTime() - pause);
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private void transact(Connection db2, Random random, List<String> cards) throws SQLException {
        int dice = random.nextInt(100);
        try {
            int changes;
            if (dice < 60) {
                changes = pay(db2, random);
            } else if (dice < 72) {
                changes = welcome(db2, random, cards);
            } else if (dice < 82) {
                changes = replaceCard(db2, random, cards);
            } else if (dice < 87) {
                changes = passCardsOn(db2, random, cards);
            } else if (dice < 90) {
                changes = closeCard(db2, cards);
            } else if (dice < 93) {
                changes = turnEntriesRound(db2, random);
            } else {
                changes = move(db2, random);
            }
            if (random.nextInt(50) == 0) {
                db2.rollback();
                rollbacks.incrementAndGet();
                // What the teller believes of its cards is as wrong now as the rows were: neither closed nor replaced
                // cards are asked for again, so nothing has to be undone here.
            } else {
                db2.commit();
                transactions.incrementAndGet();
                rowChanges.addAndGet(changes);
            }
        } catch (SQLException e) {
            db2.rollback();
            // 40001: deadlock or lock time-out. A teller shrugs and serves the next customer.
            if (!"40001".equals(e.getSQLState()) && !"40XL1".equals(e.getSQLState())) {
                throw e;
            }
            rollbacks.incrementAndGet();
        }
    }

    private int pay(Connection db2, Random random) throws SQLException {
        String one = Numbers.account(1L + random.nextInt(bank.accounts()));
        String other = Numbers.account(1L + random.nextInt(bank.accounts()));
        if (one.equals(other)) {
            return 0;
        }
        BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(50_000), 2);
        // Always the lower number first, or two payments the other way round would wait for each other.
        boolean oneFirst = one.compareTo(other) < 0;
        int changes = book(db2, oneFirst ? one : other, oneFirst ? amount.negate() : amount);
        return changes + book(db2, oneFirst ? other : one, oneFirst ? amount : amount.negate());
    }

    private int book(Connection db2, String account, BigDecimal amount) throws SQLException {
        int changes = execute(
                db2,
                "UPDATE BANK.ACCOUNT SET BALANCE = BALANCE + ?, UPDATED_AT = ? WHERE ACCOUNT_NO = ?",
                amount,
                Bank.now(),
                account);
        return changes
                + execute(
                        db2,
                        Bank.insertSql(BankTable.LEDGER),
                        account,
                        nextEntry.getAndIncrement(),
                        amount,
                        Bank.now(),
                        "Payment");
    }

    private int welcome(Connection db2, Random random, List<String> cards) throws SQLException {
        long customer = nextCustomer.getAndIncrement();
        String account = Numbers.account(nextAccount.getAndIncrement());
        String card = Numbers.card(nextCard.getAndIncrement());
        int changes = execute(
                db2,
                Bank.insertSql(BankTable.CUSTOMER),
                customer,
                "Customer " + customer,
                Date.valueOf(LocalDate.of(1990, 1, 1).plusDays(random.nextInt(5_000))),
                null,
                "RB",
                Bank.now());
        changes += execute(
                db2,
                Bank.insertSql(BankTable.ACCOUNT),
                account,
                customer,
                new BigDecimal("0.00"),
                "EUR",
                Date.valueOf(LocalDate.of(2026, 1, 2)),
                (short) 1,
                Bank.now());
        changes += execute(
                db2,
                Bank.insertSql(BankTable.CARD),
                card,
                customer,
                account,
                Date.valueOf(LocalDate.of(2030, 12, 31)),
                new BigDecimal("500.00"),
                (short) 1,
                0,
                Bank.now());
        cards.add(card);
        return changes;
    }

    private int replaceCard(Connection db2, Random random, List<String> cards) throws SQLException {
        if (cards.isEmpty()) {
            return 0;
        }
        String replacement = Numbers.card(nextCard.getAndIncrement());
        String old = cards.set(random.nextInt(cards.size()), replacement);
        return execute(
                db2,
                "UPDATE BANK.CARD SET CARD_NO = ?, PIN_TRIES = 0, UPDATED_AT = ? WHERE CARD_NO = ?",
                replacement,
                Bank.now(),
                old);
    }

    /**
     * Gives some cards the numbers of one another in one statement; in a ring, or in a chain, where the last one gets a new
     * number.
     */
    private int passCardsOn(Connection db2, Random random, List<String> cards) throws SQLException {
        int count = Math.min(cards.size(), 2 + random.nextInt(4));
        if (count < 2) {
            return 0;
        }
        Collections.shuffle(cards, random);
        List<String> from = List.copyOf(cards.subList(0, count));
        String last = from.get(0);
        if (random.nextBoolean()) {
            last = Numbers.card(nextCard.getAndIncrement());
            cards.set(0, last);
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(from.get(i));
            values.add(i + 1 < count ? from.get(i + 1) : last);
        }
        values.addAll(from);
        return execute(
                db2,
                "UPDATE BANK.CARD SET CARD_NO = CASE" + " WHEN CARD_NO = ? THEN CAST(? AS VARCHAR(19))".repeat(count)
                        + " ELSE CARD_NO END WHERE CARD_NO IN (?" + ", ?".repeat(count - 1) + ")",
                values.toArray());
    }

    /** Numbers the entries that an account had at first the other way round, in one statement. */
    private int turnEntriesRound(Connection db2, Random random) throws SQLException {
        long most = 1L + bank.ledger() / bank.accounts();
        return execute(
                db2,
                "UPDATE BANK.LEDGER SET ENTRY_NO = ? - ENTRY_NO WHERE ACCOUNT_NO = ? AND ENTRY_NO <= ?",
                most + 1,
                Numbers.account(1L + random.nextInt(bank.accounts())),
                most);
    }

    private int closeCard(Connection db2, List<String> cards) throws SQLException {
        if (cards.isEmpty()) {
            return 0;
        }
        return execute(db2, "DELETE FROM BANK.CARD WHERE CARD_NO = ?", cards.remove(cards.size() - 1));
    }

    private int move(Connection db2, Random random) throws SQLException {
        int others = bank.customers() - RESERVED_CUSTOMERS;
        return execute(
                db2,
                "UPDATE BANK.CUSTOMER SET EMAIL = ?, SEGMENT = ?, UPDATED_AT = ? WHERE CUSTOMER_ID = ?",
                random.nextInt(4) == 0 ? null : "moved" + random.nextInt(1_000_000) + "@example.com",
                random.nextBoolean() ? "PB" : "RB",
                Bank.now(),
                RESERVED_CUSTOMERS + 1L + random.nextInt(others));
    }

    private static int execute(Connection db2, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = db2.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
