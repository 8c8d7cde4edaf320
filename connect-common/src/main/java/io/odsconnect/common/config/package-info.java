/** Options that several plugins share, their validation, and the option tables of the docs. */
@NullMarked
package io.odsconnect.common.config;

import org.jspecify.annotations.NullMarked;
