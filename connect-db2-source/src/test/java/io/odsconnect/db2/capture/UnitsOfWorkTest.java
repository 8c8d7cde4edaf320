package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages, pairing and merging together, on change tables in memory. */
class UnitsOfWorkTest {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT32_SCHEMA)
            .field("V", Schema.INT32_SCHEMA)
            .build();
    private static final Schema KEY =
            SchemaBuilder.struct().field("ID", Schema.INT32_SCHEMA).build();

    @Test
    void everyHistoryComesOutAsItHappenedWhateverThePageSize() throws SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            History history = new History(random);
            for (int pageSize : new int[] {1, 2, 3, 7, 1000}) {
                assertThat(history.read(pageSize)).as("page size " + pageSize).isEqualTo(history.happened);
            }
        }
    }

    @Test
    void aWindowHoldsNoMoreThanAPageOfATableAtATime() throws SQLException {
        List<ChangeRow> table = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            table.add(row(1, i, 'I', i, 0));
        }
        int[] largest = new int[1];
        ChangePages pages = new ChangePages(
                new InMemory(table, 10) {
                    @Override
                    List<ChangeRow> page(Predicate<ChangeRow> wanted) {
                        List<ChangeRow> page = super.page(wanted);
                        largest[0] = Math.max(largest[0], page.size());
                        return page;
                    }
                },
                10);
        int count = 0;
        while (pages.next() != null) {
            count++;
        }
        assertThat(count).isEqualTo(1000);
        assertThat(largest[0]).isEqualTo(10);
    }

    @Test
    void aDeleteAndAnInsertOfOneKeyAreAnUpdate() throws SQLException {
        assertThat(changes(true, row(1, 1, 'D', 5, 1), row(1, 2, 'I', 5, 2)))
                .containsExactly(new RowChange.Replaced(lsn(1), lsn(2), image(5, 1), image(5, 2)));
        assertThat(changes(false, row(1, 1, 'D', 5, 1), row(1, 2, 'I', 5, 2)))
                .containsExactly(new RowChange.Replaced(lsn(1), lsn(2), image(5, 1), image(5, 2)));
    }

    @Test
    void aDeleteAndAnInsertInTwoUnitsOfWorkStayTwoChanges() throws SQLException {
        assertThat(changes(true, row(1, 1, 'D', 5, 1), row(2, 2, 'I', 5, 2)))
                .containsExactly(
                        new RowChange.Removed(lsn(1), lsn(1), image(5, 1)),
                        new RowChange.Added(lsn(2), lsn(2), image(5, 2)));
    }

    @Test
    void aPairWithTwoKeysIsAnUpdateOfTheKeyOnlyWhereUpdatesAreWrittenAsPairs() throws SQLException {
        assertThat(changes(true, row(1, 1, 'D', 5, 1), row(1, 2, 'I', 6, 2)))
                .containsExactly(new RowChange.Moved(lsn(1), lsn(2), image(5, 1), key(5), image(6, 2)));
        assertThat(changes(false, row(1, 1, 'D', 5, 1), row(1, 2, 'I', 6, 2)))
                .containsExactly(
                        new RowChange.Removed(lsn(1), lsn(1), image(5, 1)),
                        new RowChange.Added(lsn(1), lsn(2), image(6, 2)));
    }

    @Test
    void updatesThatShiftKeysAreEachTheirOwn() throws SQLException {
        assertThat(changes(
                        true, row(1, 1, 'D', 1, 1), row(1, 2, 'I', 2, 1), row(1, 3, 'D', 2, 2), row(1, 4, 'I', 3, 2)))
                .containsExactly(
                        new RowChange.Moved(lsn(1), lsn(2), image(1, 1), key(1), image(2, 1)),
                        new RowChange.Moved(lsn(1), lsn(4), image(2, 2), key(2), image(3, 2))
                                .decided(RowChange.OldRow.DISPLACED, null));
    }

    @Test
    void twoDeletesAndAnInsertPairOnlyTheNeighbours() throws SQLException {
        assertThat(changes(true, row(1, 1, 'D', 1, 1), row(1, 2, 'D', 2, 1), row(1, 3, 'I', 2, 2)))
                .containsExactly(
                        new RowChange.Removed(lsn(1), lsn(1), image(1, 1)),
                        new RowChange.Replaced(lsn(1), lsn(3), image(2, 1), image(2, 2)));
    }

    @Test
    void anUpdateRowTellsWhatItsImagesTell() throws SQLException {
        Struct after = image(5, 2);
        assertThat(changes(false, new ChangeRow(lsn(1), lsn(1), 'U', after, null, null)))
                .containsExactly(new RowChange.Replaced(lsn(1), lsn(1), null, after));
        assertThat(changes(false, new ChangeRow(lsn(1), lsn(1), 'U', after, image(5, 1), null)))
                .containsExactly(new RowChange.Replaced(lsn(1), lsn(1), image(5, 1), after));
        assertThat(changes(false, new ChangeRow(lsn(1), lsn(1), 'U', after, image(4, 1), null)))
                .containsExactly(new RowChange.Moved(lsn(1), lsn(1), image(4, 1), key(4), after));
        assertThat(changes(false, new ChangeRow(lsn(1), lsn(1), 'U', after, null, key(4))))
                .containsExactly(new RowChange.Moved(lsn(1), lsn(1), null, key(4), after));
    }

    @Test
    void anOperationThatIsNotKnownIsToldWithItsPlace() {
        assertThatThrownBy(() -> changes(true, row(7, 8, 'X', 1, 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'X'")
                .hasMessageContaining(lsn(7).toString());
    }

    private static List<RowChange> changes(boolean updatesAsPairs, ChangeRow... rows) throws SQLException {
        Pairing pairing = new Pairing(
                new ChangePages(new InMemory(List.of(rows), 100), 100), UnitsOfWorkTest::keyOf, updatesAsPairs);
        List<RowChange> changes = new ArrayList<>();
        for (@Nullable RowChange change = pairing.next(); change != null; change = pairing.next()) {
            changes.add(change);
        }
        return changes;
    }

    private static ChangeRow row(int commit, int intent, char operation, int id, int v) {
        return new ChangeRow(lsn(commit), lsn(intent), operation, image(id, v), null, null);
    }

    private static Struct image(int id, int v) {
        return new Struct(ROW).put("ID", id).put("V", v);
    }

    private static Struct keyOf(Struct row) {
        return new Struct(KEY).put("ID", row.get("ID"));
    }

    private static Struct key(int id) {
        return new Struct(KEY).put("ID", id);
    }

    private static Lsn lsn(int number) {
        return Lsn.of(ByteBuffer.allocate(10).putInt(6, number).array());
    }

    /** A change table that answers as the statements do. */
    private static class InMemory implements ChangePages.Reader {
        private final List<ChangeRow> table;
        private final int pageSize;

        InMemory(List<ChangeRow> table, int pageSize) {
            this.table = table;
            this.pageSize = pageSize;
        }

        @Override
        public List<ChangeRow> first() {
            return page(row -> true);
        }

        @Override
        public List<ChangeRow> within(ChangeRow last) {
            return page(
                    row -> row.commit().equals(last.commit()) && row.intent().compareTo(last.intent()) > 0);
        }

        @Override
        public List<ChangeRow> after(Lsn commit) {
            return page(row -> row.commit().compareTo(commit) > 0);
        }

        List<ChangeRow> page(Predicate<ChangeRow> wanted) {
            return table.stream()
                    .filter(wanted)
                    .sorted(Comparator.comparing(ChangeRow::commit).thenComparing(ChangeRow::intent))
                    .limit(pageSize)
                    .toList();
        }
    }

    /** Random units of work over three tables, as they happened and as Capture wrote them down. */
    private static final class History {
        final List<String> happened = new ArrayList<>();
        private final Map<TableId, List<ChangeRow>> written = new TreeMap<>();
        private int intent;

        History(Random random) {
            List<TableId> tables = List.of(new TableId("S", "A"), new TableId("S", "B"), new TableId("T", "A"));
            tables.forEach(table -> written.put(table, new ArrayList<>()));
            int commits = random.nextInt(6);
            for (int commit = 1; commit <= commits; commit++) {
                int changes = 1 + random.nextInt(12);
                // Two pairs side by side would be told apart; a lone delete before a lone insert would not.
                boolean[] deletedLast = new boolean[tables.size()];
                for (int i = 0; i < changes; i++) {
                    int at = random.nextInt(tables.size());
                    int kind = random.nextInt(deletedLast[at] ? 3 : 4);
                    deletedLast[at] = kind == 2;
                    change(commit, tables.get(at), kind, random.nextInt(5));
                }
            }
        }

        private void change(int commit, TableId table, int kind, int id) {
            switch (kind) {
                case 0 -> {
                    write(table, commit, 'D', id, 1);
                    write(table, commit, 'I', id, 2);
                    happened.add(table + " replaced " + id + " at " + commit + "/" + intent);
                }
                case 1 -> {
                    write(table, commit, 'D', id, 1);
                    write(table, commit, 'I', id + 100, 2);
                    happened.add(table + " moved " + id + " at " + commit + "/" + intent);
                }
                case 2 -> {
                    write(table, commit, 'D', id, 1);
                    happened.add(table + " removed " + id + " at " + commit + "/" + intent);
                }
                default -> {
                    write(table, commit, 'I', id, 1);
                    happened.add(table + " added " + id + " at " + commit + "/" + intent);
                }
            }
        }

        private void write(TableId table, int commit, char operation, int id, int v) {
            List<ChangeRow> rows = written.get(table);
            if (rows != null) {
                rows.add(row(commit, ++intent, operation, id, v));
            }
        }

        List<String> read(int pageSize) throws SQLException {
            List<CommitOrder.Lane<String>> lanes = new ArrayList<>();
            written.forEach((table, rows) -> lanes.add(new CommitOrder.Lane<>(
                    table,
                    table.toString(),
                    new Pairing(
                            new ChangePages(new InMemory(rows, pageSize), pageSize), UnitsOfWorkTest::keyOf, true))));
            Cursor<CommitOrder.Ordered<String>> merged = CommitOrder.merge(lanes);
            List<String> read = new ArrayList<>();
            for (CommitOrder.@Nullable Ordered<String> next = merged.next(); next != null; next = merged.next()) {
                read.add(next.tag() + " " + told(next.change()));
            }
            return read;
        }

        private static String told(RowChange change) {
            String place = " at " + number(change.commit()) + "/" + number(change.intent());
            if (change instanceof RowChange.Added added) {
                return "added " + added.after().get("ID") + place;
            }
            if (change instanceof RowChange.Removed removed) {
                return "removed " + removed.before().get("ID") + place;
            }
            if (change instanceof RowChange.Replaced replaced) {
                return "replaced " + replaced.after().get("ID") + place;
            }
            return "moved " + ((RowChange.Moved) change).oldKey().get("ID") + place;
        }

        private static int number(Lsn lsn) {
            return ByteBuffer.wrap(lsn.bytes()).getInt(6);
        }
    }
}
