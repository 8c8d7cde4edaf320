/** The audit: what was written or published, range of offsets by range of offsets, told on a topic of its own. */
@NullMarked
package io.odsconnect.common.audit;

import org.jspecify.annotations.NullMarked;
