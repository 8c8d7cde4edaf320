/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.metrics;

import org.jspecify.annotations.NullMarked;
