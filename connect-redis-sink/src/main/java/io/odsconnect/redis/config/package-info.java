/**
 * The options of the Redis sink: definitions, checks of several options, typed views. What a value does is in the package that
 * uses it.
 */
@NullMarked
package io.odsconnect.redis.config;

import org.jspecify.annotations.NullMarked;
