/** Change events: schemas, topics and records in Debezium's form. */
@NullMarked
package io.odsconnect.db2.event;

import org.jspecify.annotations.NullMarked;
