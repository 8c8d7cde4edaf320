/** Tables as the database describes them, and which of them are wanted. */
@NullMarked
package io.odsconnect.db2.table;

import org.jspecify.annotations.NullMarked;
