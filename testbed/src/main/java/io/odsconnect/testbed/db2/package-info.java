/** Db2 as the ODS: a real one where it is given, else a stand-in that the IBM driver cannot distinguish from it. */
@NullMarked
package io.odsconnect.testbed.db2;

import org.jspecify.annotations.NullMarked;
