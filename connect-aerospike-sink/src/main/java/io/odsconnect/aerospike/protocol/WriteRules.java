package io.odsconnect.aerospike.protocol;

import com.aerospike.client.policy.CommitLevel;

/**
 * How records are written.
 *
 * @param positionBin the bin that holds the position
 * @param sendKey whether the user key is stored with a record
 * @param durableDelete whether a deleted record leaves a tombstone of the server's own
 * @param commitLevel how many replicas have to have a row, or its delete, before it counts as done; markers all have to
 */
public record WriteRules(String positionBin, boolean sendKey, boolean durableDelete, CommitLevel commitLevel) {}
