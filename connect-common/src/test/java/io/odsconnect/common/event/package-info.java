/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.event;

import org.jspecify.annotations.NullMarked;
