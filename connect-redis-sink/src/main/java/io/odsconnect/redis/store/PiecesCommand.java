package io.odsconnect.redis.store;

import java.util.Iterator;
import java.util.NoSuchElementException;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * A command whose last arguments are pieces of bytes that are there already. Jedis would wrap each of them and copy the
 * list of wrappers as it grows, which for a row of ten fields takes as long as writing it.
 */
final class PiecesCommand extends CommandArguments {

    private final byte[][] pieces;

    /** Makes a command with these pieces behind all that is added to it. */
    PiecesCommand(ProtocolCommand command, byte[][] pieces) {
        super(command);
        this.pieces = pieces;
    }

    @Override
    public int size() {
        return super.size() + pieces.length;
    }

    @Override
    public Iterator<Rawable> iterator() {
        return new Arguments(super.iterator());
    }

    /** Stands for each piece in turn, until the next is asked for. */
    private final class Arguments implements Iterator<Rawable>, Rawable {

        private final Iterator<Rawable> before;
        private int next;

        Arguments(Iterator<Rawable> before) {
            this.before = before;
        }

        @Override
        public boolean hasNext() {
            return next < pieces.length || before.hasNext();
        }

        @Override
        public Rawable next() {
            if (before.hasNext()) {
                return before.next();
            }
            if (next == pieces.length) {
                throw new NoSuchElementException();
            }
            next++;
            return this;
        }

        @Override
        public byte[] getRaw() {
            return pieces[next - 1];
        }
    }
}
