/** The options of a Cassandra sink. */
@NullMarked
package io.odsconnect.cassandra.config;

import org.jspecify.annotations.NullMarked;
