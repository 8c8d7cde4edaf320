/** What source and sinks agree on for a compare run. */
@NullMarked
package io.odsconnect.common.compare;

import org.jspecify.annotations.NullMarked;
