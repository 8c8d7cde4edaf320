/** The position rule: a 64-bit number that never decreases in commit order for a key. */
@NullMarked
package io.odsconnect.common.position;

import org.jspecify.annotations.NullMarked;
