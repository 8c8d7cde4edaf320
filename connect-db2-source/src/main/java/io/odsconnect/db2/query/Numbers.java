package io.odsconnect.db2.query;

import io.odsconnect.db2.table.TableId;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of an incrementing column as ranks of 64 bits, also where they have more: a rank is the distance from the first
 * number that was seen.
 *
 * <p>Used by one thread.
 */
final class Numbers {

    private static final BigInteger FARTHEST = BigInteger.ONE.shiftLeft(62);

    private final TableId table;
    private @Nullable BigInteger base;

    /** Knows no number of {@code table} yet. */
    Numbers(TableId table) {
        this.table = table;
    }

    /**
     * Returns the rank of a number.
     *
     * @throws ConnectException if it lies 2<sup>62</sup> or more from the first one
     */
    long rank(BigDecimal number) {
        BigInteger value = number.toBigInteger();
        BigInteger first = base == null ? value : base;
        base = first;
        BigInteger distance = value.subtract(first);
        if (distance.abs().compareTo(FARTHEST) >= 0) {
            throw new ConnectException("The incrementing column of table " + table
                    + " has numbers that lie more than 4.6 x 10^18 apart, which this connector does not read. Name another"
                    + " column with incrementing.column.name, or use timestamp.column.name.");
        }
        return distance.longValueExact();
    }

    /** Returns the number of a rank. */
    BigDecimal decimal(long rank) {
        return new BigDecimal(number(rank));
    }

    /** Returns the number of a rank as it is kept in an offset: as a number where 64 bits hold it, else as text. */
    Object stored(long rank) {
        BigInteger number = number(rank);
        return number.bitLength() < Long.SIZE ? (Object) number.longValueExact() : number.toString();
    }

    private BigInteger number(long rank) {
        BigInteger distance = BigInteger.valueOf(rank);
        return base == null ? distance : base.add(distance);
    }
}
