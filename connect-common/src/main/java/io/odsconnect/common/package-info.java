/** What every ODS Connect plugin shares, on the Connect API and nothing else. */
@NullMarked
package io.odsconnect.common;

import org.jspecify.annotations.NullMarked;
