/** What is done to chosen fields of a row. */
@NullMarked
package io.odsconnect.smt.fields;

import org.jspecify.annotations.NullMarked;
