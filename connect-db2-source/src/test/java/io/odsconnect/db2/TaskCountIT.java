package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.capture.ChangeStreams;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.capture.StreamStart;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.offset.StreamPartitions;
import io.odsconnect.db2.offset.StreamStarts;
import io.odsconnect.db2.plan.Planner;
import io.odsconnect.db2.plan.PresentTables;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** More and fewer tasks than before: every change of every table comes, in order. */
class TaskCountIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int TABLES = 5;
    private static final List<Integer> TASKS = List.of(1, 3, 2, 1, 4, 1);

    private final Random random;
    private final StoredOffsets offsets = new StoredOffsets();
    private final Db2SourceConfig config = new Db2SourceConfig(config("FLOW\\.K[0-9]"));
    private final Map<String, List<Integer>> written = new LinkedHashMap<>();
    private final Map<String, List<Integer>> delivered = new LinkedHashMap<>();
    private int lastId;

    TaskCountIT() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        random = new Random(seed);
    }

    @Test
    void whenTheNumberOfTasksChangesNothingIsLostOrSentTwice() throws Exception {
        for (int table = 0; table < TABLES; table++) {
            sql("CREATE TABLE FLOW.K" + table + " (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)");
            DB2.capture().register("FLOW", "K" + table);
        }
        try (Task first = new Task(TaskShare.ALL)) {
            first.read();
            first.streams.offsets(partition -> true).forEach(offsets::store);
        }
        for (int tasks : TASKS) {
            write();
            run(tasks, true);
            assertThat(delivered).as("with %d tasks", tasks).isEqualTo(written);
        }
        for (int tasks : TASKS) {
            write();
            run(tasks, false);
            delivered.replaceAll((table, ids) -> new ArrayList<>(new LinkedHashSet<>(ids)));
            assertThat(delivered).as("with %d tasks after a crash", tasks).isEqualTo(written);
        }
    }

    /** Commits some units of work, each with changes of some tables. */
    private void write() throws Exception {
        for (int commit = 0; commit < 8; commit++) {
            List<String> statements = new ArrayList<>();
            for (int change = 0; change <= random.nextInt(6); change++) {
                String table = "FLOW.K" + random.nextInt(TABLES);
                int id = ++lastId;
                statements.add("INSERT INTO " + table + " VALUES (" + id + ", 0)");
                written.computeIfAbsent("ods." + table, name -> new ArrayList<>())
                        .add(id);
            }
            transaction(statements.toArray(String[]::new));
        }
    }

    /** Reads in so many tasks until all is there that was written; what is stored of it is all, or in a crash only some. */
    private void run(int count, boolean storesAll) throws Exception {
        List<Task> tasks = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                tasks.add(new Task(new TaskShare(index, count)));
            }
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!isAllThere(tasks)) {
                assertThat(System.nanoTime()).as("all is there in time").isLessThan(deadline);
                for (Task task : tasks) {
                    task.read();
                }
            }
        } finally {
            tasks.forEach(Task::close);
        }
        for (Task task : tasks) {
            task.records.forEach(this::deliver);
            int stored = storesAll ? task.records.size() : random.nextInt(task.records.size() + 1);
            offsets.commit(task.records.subList(0, stored));
        }
    }

    /** What a task does with its share of the tables. */
    private final class Task implements AutoCloseable {
        final Db2Session session = new Db2Session(config.address());
        final List<SourceRecord> records = new ArrayList<>();
        final ChangeStreams streams;

        Task(TaskShare share) throws SQLException {
            ControlTables control =
                    new ControlTables(session, config.captureSchema(), new ServerClock(config.timeZone()));
            StreamPartitions partitions = new StreamPartitions("ods");
            streams = new ChangeStreams(
                    config.streamSettings(),
                    session,
                    control,
                    new PresentTables(config, session, control, share, List.of()),
                    new SourceBlock("ods", "ODS"),
                    new UneventfulListener(),
                    share.count() == 1 ? null : partitions::of);
            Map<TableId, ChangeTable> tables = new HashMap<>(
                    new Planner(config, session, control).plan().orFail().changeTables());
            tables.keySet().removeIf(table -> !share.owns(table));
            Lsn begin = control.tryHorizon().orElseThrow().synchpoint();
            for (StreamStart start : new StreamStarts(offsets, partitions, tables.keySet()).of(share, begin)) {
                List<ChangeTable> ofStream = share.count() == 1
                        ? List.copyOf(tables.values())
                        : tables.entrySet().stream()
                                .filter(table -> partitions.of(table.getKey()).equals(start.partition()))
                                .map(Map.Entry::getValue)
                                .toList();
                streams.add(start, ofStream);
            }
        }

        void read() throws SQLException {
            List<SourceRecord> batch = new ArrayList<>();
            streams.read(batch, 7);
            records.addAll(batch);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private boolean isAllThere(List<Task> tasks) {
        Set<Integer> ids = new HashSet<>();
        delivered.values().forEach(ids::addAll);
        tasks.forEach(task -> task.records.forEach(record -> ids.add(id(record))));
        return ids.size() == lastId;
    }

    private void deliver(SourceRecord record) {
        delivered.computeIfAbsent(record.topic(), name -> new ArrayList<>()).add(id(record));
    }

    private static int id(SourceRecord record) {
        return ((Struct) record.key()).getInt32("ID");
    }
}
