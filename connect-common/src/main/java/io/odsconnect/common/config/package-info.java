/** What the plugins' options have in common. */
@NullMarked
package io.odsconnect.common.config;

import org.jspecify.annotations.NullMarked;
