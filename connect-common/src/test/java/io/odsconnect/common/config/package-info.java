/** Tests of the package of the same name. */
@NullMarked
package io.odsconnect.common.config;

import org.jspecify.annotations.NullMarked;
