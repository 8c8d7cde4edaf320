/** The options of the connector: definitions, checks, typed views. What a value does is in the package that uses it. */
@NullMarked
package io.odsconnect.aerospike.config;

import org.jspecify.annotations.NullMarked;
