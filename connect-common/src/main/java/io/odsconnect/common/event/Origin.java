package io.odsconnect.common.event;

/**
 * Where a record stands in Kafka, before any transform renamed its topic. It orders, counts and names records;
 * offsets are committed by it.
 *
 * @param topic the topic as the consumer read it
 * @param partition the partition
 * @param offset the offset
 */
public record Origin(String topic, int partition, long offset) {

    /** Returns for example {@code topic ods.BANK.CARD, partition 3, offset 42}: the form all messages use. */
    @Override
    public String toString() {
        return "topic " + topic + ", partition " + partition + ", offset " + offset;
    }
}
