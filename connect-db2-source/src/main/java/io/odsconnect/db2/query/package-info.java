/** Query mode: changes found by a timestamp or rising number in the tables themselves, for a database without Capture. */
@NullMarked
package io.odsconnect.db2.query;

import org.jspecify.annotations.NullMarked;
