/** Db2 types: the Connect schema of each, how its values are read, and how keys are bound. */
@NullMarked
package io.odsconnect.db2.type;

import org.jspecify.annotations.NullMarked;
