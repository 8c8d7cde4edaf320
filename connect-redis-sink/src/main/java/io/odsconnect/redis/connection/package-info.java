/** How a Redis server is reached, and what is found out about it before anything is written. */
@NullMarked
package io.odsconnect.redis.connection;

import org.jspecify.annotations.NullMarked;
