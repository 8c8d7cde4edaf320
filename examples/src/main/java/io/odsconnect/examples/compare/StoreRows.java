package io.odsconnect.examples.compare;

import io.odsconnect.examples.bank.BankTable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The bank's rows in one store, read, and altered by hand, with the store's own client and nothing of ours; card numbers are
 * decrypted.
 */
public interface StoreRows extends AutoCloseable {

    /** Returns the name of the store. */
    String name();

    /**
     * Reads every row that the store has for a table.
     *
     * @param rows takes for each row its key and the whole row, both by {@link RowText}
     */
    void readAll(BankTable table, BiConsumer<String, String> rows);

    /** Says whether the store has any row of the bank, or anything else in its places. */
    boolean hasRows();

    /** Removes all rows of the bank, and the markers of deleted ones: what an operator does before a load into a store that is to be emptied. */
    void removeAll();

    /** Returns the e-mail address of a customer; null when it is null or there is no such customer. */
    @Nullable
    String email(long customer);

    /** Says whether there is a card under this number, which is taken as the store has it. */
    boolean hasCard(String number);

    /**
     * Gives a customer another e-mail address, past the pipeline.
     *
     * @return how the store's key of the row is written in a finding of a compare run
     */
    String alterEmail(long customer, String email);

    /**
     * Deletes a customer, past the pipeline.
     *
     * @return how the store's key of the row is written in a finding of a compare run
     */
    String deleteCustomer(long customer);

    /**
     * Adds a customer whom Db2 does not have, past the pipeline.
     *
     * @return how the store's key of the row is written in a finding of a compare run
     */
    String addCustomer(long customer);

    @Override
    void close();
}
