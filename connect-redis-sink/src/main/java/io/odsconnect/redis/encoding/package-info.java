/** Encodes the values of a row: text forms, fields of a hash, JSON. */
@NullMarked
package io.odsconnect.redis.encoding;

import org.jspecify.annotations.NullMarked;
