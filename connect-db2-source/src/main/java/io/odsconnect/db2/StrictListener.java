package io.odsconnect.db2;

import io.odsconnect.db2.capture.Gap;
import io.odsconnect.db2.capture.GapException;
import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.capture.PositionLostException;
import io.odsconnect.db2.capture.StreamListener;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.util.Map;

/** Loads nothing: lost changes are an error. */
record StrictListener(String schema, Map<String, Object> offsetFields) implements StreamListener {

    /** Copies the fields. */
    StrictListener {
        offsetFields = Map.copyOf(offsetFields);
    }

    @Override
    public void appeared(TableEvents table, Lsn from, boolean again) {}

    @Override
    public void altered(TableEvents table) {}

    @Override
    public void vanished(TableId table) {}

    @Override
    public void lost(TableEvents table, Gap gap) {
        throw new GapException(gap, schema);
    }

    @Override
    public void lostAll(Lsn read, Lsn synchpoint) {
        throw new PositionLostException(read, synchpoint, schema);
    }
}
