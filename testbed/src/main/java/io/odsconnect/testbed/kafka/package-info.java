/** Kafka: the real broker. */
@NullMarked
package io.odsconnect.testbed.kafka;

import org.jspecify.annotations.NullMarked;
