package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.table.TableId;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What has to be told of tables while their changes are read. All is called by the thread that reads. */
public interface StreamListener {

    /**
     * A wanted table has come under capture, or has done so anew: only its changes after {@code from} will be read, so
     * the rows that it holds need a load. It counts as covered from here on: what must not be forgotten over a restart
     * belongs into {@link #offsetFields()}.
     *
     * @param table the table
     * @param from where its changes begin
     * @param again whether its changes were read before, up to some point before {@code from}
     */
    void appeared(TableEvents table, Lsn from, boolean again);

    /** A table has other columns or another key than before; its later events have them. */
    void altered(TableEvents table);

    /** A table is no longer captured; later changes of it will be missing. */
    void vanished(TableId table);

    /**
     * Changes of a table were lost. Where this returns, the table will be loaded again, and the stream goes on with the
     * changes that are left.
     *
     * @throws GapException where it is not
     */
    void lost(TableEvents table, Gap gap);

    /**
     * The database does not know the position up to which changes were read. Where this returns, all tables will be loaded
     * again, and their streams go on with the present.
     *
     * @throws PositionLostException where they are not
     */
    void lostAll(Lsn read, Lsn synchpoint);

    /**
     * Says whether a change is taken here and goes to no topic.
     *
     * @param table its table
     * @param added the row that was added; null where the change is another one
     */
    boolean takes(TableId table, @Nullable Struct added);

    /**
     * Returns what the offsets of changes hold besides the position. The map must not change after it was returned;
     * where other fields are needed, another map is returned from then on.
     */
    Map<String, Object> offsetFields();
}
