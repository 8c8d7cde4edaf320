/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.compare;

import org.jspecify.annotations.NullMarked;
