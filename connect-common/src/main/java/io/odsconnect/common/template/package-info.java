/** Texts with fields of a record in them: keys, sets, tables, topics. */
@NullMarked
package io.odsconnect.common.template;

import org.jspecify.annotations.NullMarked;
