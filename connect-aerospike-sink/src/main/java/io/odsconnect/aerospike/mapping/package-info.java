/** Maps a row to a record: its set, its user key, its bins. */
@NullMarked
package io.odsconnect.aerospike.mapping;

import org.jspecify.annotations.NullMarked;
