/** The comparison of tables with a store: what it asks of the store, what it remembers, and what it reports. */
@NullMarked
package io.odsconnect.common.compare;

import org.jspecify.annotations.NullMarked;
