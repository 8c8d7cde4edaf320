package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;

/**
 * Deletes a record, leaving nothing behind. One whose life is over is there until it is swept.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/transaction/delete.c">delete.c of the
 *     server</a>
 */
final class DeleteCommand {

    private DeleteCommand() {}

    static Reply run(Namespace namespace, RecordCommand command) {
        if (command.attributes().deletesDurably()) {
            throw RefusedException.because(ResultCode.ENTERPRISE_ONLY, "a durable delete");
        }
        namespace.changeUnswept(command.digest(), stored -> {
            if (stored == null) {
                throw RefusedException.quietly(ResultCode.NOT_FOUND);
            }
            command.checkSetIfNamed(stored);
            command.checkGeneration(stored.generation());
            command.checkFilter(stored);
            command.checkKey(stored);
            return null;
        });
        return Reply.of(ResultCode.OK);
    }
}
