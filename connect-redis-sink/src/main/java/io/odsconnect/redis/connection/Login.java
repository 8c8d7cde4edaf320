package io.odsconnect.redis.connection;

import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to a server.
 *
 * @param username the ACL user, or null for the server's default user
 * @param password the user's password, or null for none
 */
public record Login(@Nullable String username, @Nullable Password password) {

    /** The default user, without a password. */
    public static final Login NONE = new Login(null, null);
}
