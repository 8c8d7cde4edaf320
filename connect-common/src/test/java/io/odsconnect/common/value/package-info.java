/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.value;

import org.jspecify.annotations.NullMarked;
