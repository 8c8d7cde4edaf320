/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.audit;

import org.jspecify.annotations.NullMarked;
