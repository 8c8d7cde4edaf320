/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.expiry;

import org.jspecify.annotations.NullMarked;
