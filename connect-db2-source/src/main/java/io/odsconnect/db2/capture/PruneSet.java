package io.odsconnect.db2.capture;

/**
 * The subscription set under which the connector tells Capture what it does not need any more: the key of a row of
 * IBMSNAP_PRUNE_SET.
 *
 * @param targetServer TARGET_SERVER
 * @param applyQualifier APPLY_QUAL
 * @param name SET_NAME
 */
public record PruneSet(String targetServer, String applyQualifier, String name) {

    @Override
    public String toString() {
        return "(TARGET_SERVER '" + targetServer + "', APPLY_QUAL '" + applyQualifier + "', SET_NAME '" + name + "')";
    }
}
