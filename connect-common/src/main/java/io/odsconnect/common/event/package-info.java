/** The change event, and how it is read from a record in any of its forms. Nothing here depends on a store. */
@NullMarked
package io.odsconnect.common.event;

import org.jspecify.annotations.NullMarked;
