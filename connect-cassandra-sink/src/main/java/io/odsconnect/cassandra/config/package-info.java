/** The options of a Cassandra sink: definitions, checks, typed views. What a value does is in the package that uses it. */
@NullMarked
package io.odsconnect.cassandra.config;

import org.jspecify.annotations.NullMarked;
