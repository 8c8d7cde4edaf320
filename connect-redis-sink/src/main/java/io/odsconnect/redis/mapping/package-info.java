/** How an event becomes a key and the fields of a hash. */
@NullMarked
package io.odsconnect.redis.mapping;

import org.jspecify.annotations.NullMarked;
