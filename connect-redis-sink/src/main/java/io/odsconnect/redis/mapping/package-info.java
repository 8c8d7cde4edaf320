/** Maps an event to writes: key, expiry, index and markers of a row. */
@NullMarked
package io.odsconnect.redis.mapping;

import org.jspecify.annotations.NullMarked;
