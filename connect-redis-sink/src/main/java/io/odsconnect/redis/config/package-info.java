/** The options of the Redis sink. */
@NullMarked
package io.odsconnect.redis.config;

import org.jspecify.annotations.NullMarked;
