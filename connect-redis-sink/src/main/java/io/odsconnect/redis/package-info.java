/** The Redis sink connector and its task. */
@NullMarked
package io.odsconnect.redis;

import org.jspecify.annotations.NullMarked;
