/** A bank in an operational data store: its tables, its rows and its daily work. */
@NullMarked
package io.odsconnect.examples.bank;

import org.jspecify.annotations.NullMarked;
