/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.template;

import org.jspecify.annotations.NullMarked;
