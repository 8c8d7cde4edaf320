package io.odsconnect.db2;

import io.odsconnect.db2.capture.Gap;
import io.odsconnect.db2.capture.StreamListener;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** For streams to whose tables nothing may happen. What may happen all the same a test says by overriding it. */
class UneventfulListener implements StreamListener {

    @Override
    public void appeared(TableEvents table, Lsn from, boolean again) {
        throw new AssertionError(table.table() + " appeared");
    }

    @Override
    public void altered(TableEvents table) {
        throw new AssertionError(table.table() + " was altered");
    }

    @Override
    public void vanished(TableId table) {
        throw new AssertionError(table + " vanished");
    }

    @Override
    public void lost(TableEvents table, Gap gap) {
        throw new AssertionError(gap.toString());
    }

    @Override
    public void lostAll(Lsn read, Lsn synchpoint) {
        throw new AssertionError(read + " is after " + synchpoint);
    }

    @Override
    public boolean takes(TableId table, @Nullable Struct added) {
        return false;
    }

    @Override
    public Map<String, Object> offsetFields() {
        return Map.of();
    }
}
