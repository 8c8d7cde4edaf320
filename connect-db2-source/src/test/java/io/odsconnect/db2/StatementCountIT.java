package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many statements polls cost, by the trace of IBM's driver. */
class StatementCountIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PREPARE = "preparestatement (select";

    @TempDir
    Path folder;

    @Test
    void aQuietPollCostsOneStatementAndABusyOneNotManyMore() throws Exception {
        CaptureControl capture = DB2.capture("ASNCOUNT", SequenceFormat.VARCHAR_16);
        sql("CREATE TABLE COUNTED.T (ID INTEGER NOT NULL PRIMARY KEY)");
        capture.register("COUNTED", "T");
        Path trace = folder.resolve("trace");
        Map<String, String> config = config(
                "COUNTED\\.T",
                "snapshot.mode",
                "no_data",
                "capture.schema",
                "ASNCOUNT",
                "poll.interval.ms",
                "1",
                "connection.property.traceFile",
                trace.toString(),
                "connection.property.traceLevel",
                "1");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.more(3);
            sql("INSERT INTO COUNTED.T VALUES (0)");
            task.until(1);
            capture.catchUp(LIMIT);
            capture.pause();
            task.more(5);
            int before = statements(trace).size();
            task.more(10);
            List<String> quiet =
                    statements(trace).subList(before, statements(trace).size());
            assertThat(quiet).as("while SYNCHPOINT stands still").hasSizeLessThanOrEqualTo(10);

            sql("INSERT INTO COUNTED.T VALUES (1)");
            capture.resume();
            capture.catchUp(LIMIT);
            capture.pause();
            before = statements(trace).size();
            List<SourceRecord> all = task.until(2);
            List<String> busy =
                    statements(trace).subList(before, statements(trace).size());
            assertThat(all).hasSize(2);
            assertThat(busy).as("with a change in one table").hasSizeLessThanOrEqualTo(6);
        } finally {
            capture.resume();
        }
    }

    private static List<String> statements(Path trace) throws Exception {
        try (var lines = Files.lines(trace)) {
            return lines.map(line -> line.toLowerCase(Locale.ROOT))
                    .filter(line -> line.contains(PREPARE))
                    .toList();
        }
    }
}
