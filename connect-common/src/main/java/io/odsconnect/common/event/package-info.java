/** The change event: what happened to one row, and where that is written down. */
@NullMarked
package io.odsconnect.common.event;

import org.jspecify.annotations.NullMarked;
