/** What is going to be read: the tables that are wanted, held against what the database and Capture have. */
@NullMarked
package io.odsconnect.db2.plan;

import org.jspecify.annotations.NullMarked;
