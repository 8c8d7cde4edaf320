package io.odsconnect.testbed.aerospike.wire;

/**
 * Reads MessagePack as Aerospike uses it: text and blobs begin with a byte that gives the particle type, in lists,
 * maps and expressions alike.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack specification</a>
 */
public final class MessagePack {

    /** The kinds of values. */
    public enum Kind {
        NIL,
        BOOL,
        INTEGER,
        FLOAT,
        BYTES,
        LIST,
        MAP,
        EXTENSION
    }

    private final WireReader in;

    /** Reads what {@code in} has left. */
    public MessagePack(WireReader in) {
        this.in = in;
    }

    /** Says whether all is read. */
    public boolean atEnd() {
        return in.remaining() == 0;
    }

    /** Says what comes next, without moving on. */
    public Kind peek() {
        int head = in.peek();
        if (head < 0x80 || head >= 0xe0) {
            return Kind.INTEGER;
        }
        if (head < 0x90) {
            return Kind.MAP;
        }
        if (head < 0xa0) {
            return Kind.LIST;
        }
        if (head < 0xc0) {
            return Kind.BYTES;
        }
        return switch (head) {
            case 0xc0 -> Kind.NIL;
            case 0xc2, 0xc3 -> Kind.BOOL;
            case 0xc4, 0xc5, 0xc6, 0xd9, 0xda, 0xdb -> Kind.BYTES;
            case 0xca, 0xcb -> Kind.FLOAT;
            case 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3 -> Kind.INTEGER;
            case 0xdc, 0xdd -> Kind.LIST;
            case 0xde, 0xdf -> Kind.MAP;
            case 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> Kind.EXTENSION;
            default -> throw new MalformedException("MessagePack with a head of " + head);
        };
    }

    /** Reads a boolean. */
    public boolean bool() {
        expect(Kind.BOOL);
        return in.u8() == 0xc3;
    }

    /** Reads an integer. */
    public long integer() {
        expect(Kind.INTEGER);
        int head = in.u8();
        return switch (head) {
            case 0xcc -> in.u8();
            case 0xcd -> in.u16();
            case 0xce -> Integer.toUnsignedLong(in.i32());
            case 0xcf, 0xd3 -> in.i64();
            case 0xd0 -> (byte) in.u8();
            case 0xd1 -> (short) in.u16();
            case 0xd2 -> in.i32();
            default -> (byte) head;
        };
    }

    /** Reads a number with a fraction. */
    public double floating() {
        expect(Kind.FLOAT);
        return in.u8() == 0xca ? Float.intBitsToFloat(in.i32()) : Double.longBitsToDouble(in.i64());
    }

    /** Reads the bytes of a text or a blob. */
    public byte[] bytes() {
        expect(Kind.BYTES);
        return in.take(byteLength());
    }

    /** Reads the head of a list and returns how many values follow. */
    public int list() {
        expect(Kind.LIST);
        int head = in.u8();
        return length(head == 0xdc ? in.u16() : head == 0xdd ? in.i32() : head & 0x0f);
    }

    /** Reads the head of a map and returns how many pairs follow. */
    public int map() {
        expect(Kind.MAP);
        int head = in.u8();
        return length(head == 0xde ? in.u16() : head == 0xdf ? in.i32() : head & 0x0f);
    }

    /** Moves on over one value and what is in it. */
    public void skip() {
        long values = 1;
        while (values > 0) {
            values--;
            switch (peek()) {
                case NIL, BOOL -> in.skip(1);
                case INTEGER -> integer();
                case FLOAT -> floating();
                case BYTES -> {
                    int length = byteLength();
                    in.skip(length);
                }
                case LIST -> values += list();
                case MAP -> values += 2L * map();
                case EXTENSION -> extension();
            }
        }
    }

    private int byteLength() {
        int head = in.u8();
        return switch (head) {
            case 0xc4, 0xd9 -> in.u8();
            case 0xc5, 0xda -> in.u16();
            case 0xc6, 0xdb -> in.i32();
            default -> head & 0x1f;
        };
    }

    private void extension() {
        int head = in.u8();
        int length = switch (head) {
            case 0xc7 -> in.u8();
            case 0xc8 -> in.u16();
            case 0xc9 -> in.i32();
            default -> 1 << (head - 0xd4);
        };
        in.skip(1);
        in.skip(length);
    }

    private static int length(int count) {
        if (count < 0) {
            throw new MalformedException("A list or map of more than 2^31 values");
        }
        return count;
    }

    private void expect(Kind kind) {
        Kind next = peek();
        if (next != kind) {
            throw new MalformedException("MessagePack has " + next + " where " + kind + " belongs");
        }
    }
}
