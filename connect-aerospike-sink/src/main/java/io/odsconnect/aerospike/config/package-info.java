/** The connector's options. */
@NullMarked
package io.odsconnect.aerospike.config;

import org.jspecify.annotations.NullMarked;
