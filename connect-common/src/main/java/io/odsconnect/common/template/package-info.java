/** Templates: texts with fields of a record, for keys, sets, tables and indexes. */
@NullMarked
package io.odsconnect.common.template;

import org.jspecify.annotations.NullMarked;
