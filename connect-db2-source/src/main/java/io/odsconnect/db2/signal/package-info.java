/** Signals: loads that are asked for, stopped and paused from outside, in Debezium's form. */
@NullMarked
package io.odsconnect.db2.signal;

import org.jspecify.annotations.NullMarked;
