package io.odsconnect.testbed.aerospike.store;

import io.odsconnect.testbed.aerospike.wire.MalformedException;
import io.odsconnect.testbed.aerospike.wire.MessagePack;
import io.odsconnect.testbed.aerospike.wire.Particle;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.WireReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What may be stored in a bin, and what may be done to it there.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/base/particle.c">particle.c of the
 *     server, and its neighbours for the types</a>
 */
public final class ParticleMath {

    private ParticleMath() {}

    /**
     * Returns a value as it is stored.
     *
     * @throws RefusedException if it is not of its type, or of one this stand-in does not store
     */
    public static Particle checked(Particle value) {
        int length = value.bytes().length;
        return switch (value.type()) {
            case Particle.INTEGER -> length == Long.BYTES ? value : shortInteger(value);
            case Particle.FLOAT -> only(length == Double.BYTES, value);
            case Particle.BOOL -> only(length == 1 && value.bytes()[0] >> 1 == 0, value);
            case Particle.STRING, Particle.BLOB -> value;
            case Particle.LIST -> packed(MessagePack.Kind.LIST, value);
            case Particle.MAP -> packed(MessagePack.Kind.MAP, value);
            case Particle.GEO_JSON, Particle.HYPER_LOG_LOG ->
                throw RefusedException.because(
                        ResultCode.UNSUPPORTED_FEATURE, "a value of particle type " + value.type());
            default -> only(value.type() >= Particle.JAVA_BLOB && value.type() <= Particle.LAST_LANGUAGE_BLOB, value);
        };
    }

    /** Adds to a number; a bin that is missing begins with the value. */
    public static Particle add(@Nullable Particle stored, Particle value) {
        if (stored == null) {
            return checked(value);
        }
        if (stored.type() != value.type()) {
            throw incompatible("an addition to", stored);
        }
        return switch (stored.type()) {
            case Particle.INTEGER ->
                Particle.integer(stored.integer() + checked(value).integer());
            case Particle.FLOAT ->
                Particle.floating(stored.floating() + checked(value).floating());
            default -> throw incompatible("an addition to", stored);
        };
    }

    /** Puts text or bytes behind those that are there. */
    public static Particle append(@Nullable Particle stored, Particle value) {
        return stored == null ? checked(value) : joined(stored, stored, value);
    }

    /** Puts text or bytes before those that are there. */
    public static Particle prepend(@Nullable Particle stored, Particle value) {
        return stored == null ? checked(value) : joined(stored, value, stored);
    }

    private static Particle joined(Particle stored, Particle left, Particle right) {
        boolean joinable = stored.type() == Particle.STRING
                || stored.type() == Particle.BLOB
                || (stored.type() >= Particle.JAVA_BLOB && stored.type() <= Particle.LAST_LANGUAGE_BLOB);
        if (!joinable || left.type() != right.type()) {
            throw incompatible("text or bytes added to", stored);
        }
        byte[] bytes = Arrays.copyOf(left.bytes(), left.bytes().length + right.bytes().length);
        System.arraycopy(right.bytes(), 0, bytes, left.bytes().length, right.bytes().length);
        return new Particle(stored.type(), bytes);
    }

    private static Particle shortInteger(Particle value) {
        int length = value.bytes().length;
        only(length == 1 || length == 2 || length == 4, value);
        return Particle.integer(value.integer());
    }

    private static Particle packed(MessagePack.Kind kind, Particle value) {
        try {
            MessagePack in = new MessagePack(new WireReader(value.bytes()));
            boolean matches = in.peek() == kind;
            in.skip();
            if (matches && in.atEnd()) {
                return value;
            }
        } catch (MalformedException e) {
            // The server's answer to both is the same.
        }
        throw RefusedException.because(ResultCode.UNKNOWN, "a " + kind + " that is none");
    }

    private static Particle only(boolean fits, Particle value) {
        if (!fits) {
            throw RefusedException.because(
                    ResultCode.PARAMETER,
                    "a value of particle type " + value.type() + " and " + value.bytes().length + " bytes");
        }
        return value;
    }

    private static RefusedException incompatible(String what, Particle stored) {
        return RefusedException.because(
                ResultCode.INCOMPATIBLE_TYPE, what + " a bin of particle type " + stored.type());
    }
}
