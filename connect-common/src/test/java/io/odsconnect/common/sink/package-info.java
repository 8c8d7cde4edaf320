/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.sink;

import org.jspecify.annotations.NullMarked;
