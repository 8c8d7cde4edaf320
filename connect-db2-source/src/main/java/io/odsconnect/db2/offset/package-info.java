/** What the connector keeps in Kafka Connect's source offsets, and how it goes on from there. */
@NullMarked
package io.odsconnect.db2.offset;

import org.jspecify.annotations.NullMarked;
