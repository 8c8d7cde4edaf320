/** When rows go by themselves: one rule for all sinks, whatever a store makes of it. */
@NullMarked
package io.odsconnect.common.expiry;

import org.jspecify.annotations.NullMarked;
