/** Canonical Java values: one form of each logical value, whatever converter or connector it came through. */
@NullMarked
package io.odsconnect.common.value;

import org.jspecify.annotations.NullMarked;
