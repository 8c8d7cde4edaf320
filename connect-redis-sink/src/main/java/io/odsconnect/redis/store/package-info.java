/** How rows are written to Redis, each one whole and many a round trip. */
@NullMarked
package io.odsconnect.redis.store;

import org.jspecify.annotations.NullMarked;
