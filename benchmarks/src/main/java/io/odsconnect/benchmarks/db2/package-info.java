/** The Db2 source side by side with a plain JDBC loop, in one run on one database. */
@NullMarked
package io.odsconnect.benchmarks.db2;

import org.jspecify.annotations.NullMarked;
