/** All SQL of the connector. */
@NullMarked
package io.odsconnect.db2.sql;

import org.jspecify.annotations.NullMarked;
