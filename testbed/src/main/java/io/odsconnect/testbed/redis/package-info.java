/** Redis, the real server. */
@NullMarked
package io.odsconnect.testbed.redis;

import org.jspecify.annotations.NullMarked;
