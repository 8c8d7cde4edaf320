/** Writes batches to Redis: the Lua scripts, their calls and the outcome of each row. */
@NullMarked
package io.odsconnect.redis.store;

import org.jspecify.annotations.NullMarked;
