/** Expiry of rows: one rule for all sinks. How a store expires a row is the store's. */
@NullMarked
package io.odsconnect.common.expiry;

import org.jspecify.annotations.NullMarked;
