/** Connections to one server, Sentinels or a cluster, and the checks before the first write. */
@NullMarked
package io.odsconnect.redis.connection;

import org.jspecify.annotations.NullMarked;
