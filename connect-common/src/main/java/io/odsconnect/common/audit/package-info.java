/** The audit: what was written or published, by ranges of offsets, reported on a topic of its own. */
@NullMarked
package io.odsconnect.common.audit;

import org.jspecify.annotations.NullMarked;
