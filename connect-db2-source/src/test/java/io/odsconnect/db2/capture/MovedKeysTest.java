package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.event.SourceBlock;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.event.TopicNames;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.table.TableShape;
import io.odsconnect.db2.type.BinaryMode;
import io.odsconnect.db2.type.ColumnTypes;
import io.odsconnect.db2.type.DecimalMode;
import io.odsconnect.db2.type.LobLimit;
import io.odsconnect.db2.type.TimeMode;
import io.odsconnect.db2.type.ValueOptions;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Statements that move rows to keys which other rows have until the statement ends. Who applies the events in their order ends
 * with the rows of the table.
 */
class MovedKeysTest {

    /** How updates are written to the change table. */
    private enum Form {
        PAIRS,
        UPDATES_WITH_BEFORE_IMAGES,
        UPDATES_WITH_OLD_KEYS
    }

    private static final TableEvents EVENTS = new TableEvents(
            new TableShape(
                    new TableId("S", "T"),
                    List.of(
                            new Column("A", Types.INTEGER, "INTEGER", 10, 0, false),
                            new Column("B", Types.INTEGER, "INTEGER", 10, 0, false),
                            new Column("V", Types.INTEGER, "INTEGER", 10, 0, true)),
                    List.of("A", "B"),
                    List.of("A", "B")),
            new ColumnTypes(
                    new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, BinaryMode.BYTES, false, LobLimit.NONE)),
            new TopicNames("ods", ".bulk"));

    @Test
    void aShiftLeavesTheRowsThatMovedIn() throws SQLException {
        Story story = new Story(Form.PAIRS);
        story.insert(1, 10).insert(2, 20).insert(3, 30).commit();
        story.move(Map.of(1, 2, 2, 3, 3, 4)).commit();
        assertThat(story.events(1000)).containsExactly("c 1", "c 2", "c 3", "d 1", "c 2", "c 3", "c 4");
        assertThat(story.stored(1000)).isEqualTo(story.table());
    }

    @Test
    void aSwapLeavesBothRows() throws SQLException {
        Story story = new Story(Form.PAIRS);
        story.insert(1, 10).insert(2, 20).commit();
        story.move(Map.of(1, 2, 2, 1)).commit();
        assertThat(story.events(1000)).containsExactly("c 1", "c 2", "d 1", "c 2", "c 1");
        assertThat(story.stored(1000)).isEqualTo(story.table());
    }

    @Test
    void aRowThatIsMovedOnAndOnLeavesOneRow() throws SQLException {
        Story story = new Story(Form.PAIRS);
        story.insert(1, 10).commit();
        story.move(Map.of(1, 2)).move(Map.of(2, 3)).move(Map.of(3, 4)).commit();
        assertThat(story.table()).hasSize(1);
        assertThat(story.stored(1000)).isEqualTo(story.table());
    }

    @Test
    void whereAllRowsAreAlikeTheTableDecides() throws SQLException {
        Story shifted = new Story(Form.PAIRS);
        shifted.insert(1, 7).insert(2, 7).insert(3, 7).commit();
        shifted.move(Map.of(1, 2, 2, 3, 3, 4)).commit();
        assertThat(shifted.stored(1000)).isEqualTo(shifted.table()).hasSize(3);
        Story moved = new Story(Form.PAIRS);
        moved.insert(1, 7).commit();
        moved.move(Map.of(1, 2)).move(Map.of(2, 3)).move(Map.of(3, 4)).commit();
        assertThat(moved.stored(1000)).isEqualTo(moved.table()).hasSize(1);
    }

    @Test
    void aRowThatWasInsertedAndDeletedInOneUnitOfWorkIsGone() throws SQLException {
        Story story = new Story(Form.PAIRS);
        story.insert(5, 1).delete(5).commit();
        assertThat(story.events(1000)).containsExactly("c 5", "d 5");
        assertThat(story.asked).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsMovedTheStoreEndsWithTheRowsOfTheTable(Form form) throws SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            Story story = new Story(form);
            for (int i = 0; i < 12; i++) {
                story.insert(i * 2, random.nextInt(3));
            }
            story.commit();
            for (int unit = 0; unit < 4; unit++) {
                for (int statement = 0; statement <= random.nextInt(5); statement++) {
                    story.anything(random);
                }
                story.commit();
            }
            int limit = random.nextBoolean() ? 1000 : random.nextInt(3);
            assertThat(story.stored(limit))
                    .as("round %d of seed %d", round, seed)
                    .isEqualTo(story.table());
        }
    }

    @Test
    void whereARowCannotBeReadTheTableIsAskedWhatIsLeft() throws SQLException {
        Story story = new Story(Form.PAIRS);
        story.insert(1, 10).insert(2, 20).commit();
        story.move(Map.of(1, 2, 2, 3)).commit();
        // The row that comes to 2 cannot be read: nobody knows that it came there.
        story.spoil(3);
        assertThat(story.stored(1000)).containsKeys("0/2", "0/3");
        assertThat(story.asked).isEqualTo(1);
    }

    /** A table, and what Capture writes of what happens to it. */
    private static final class Story {

        private final Form form;
        private final TreeMap<Integer, Integer> rows = new TreeMap<>();
        private final List<ChangeRow> changes = new ArrayList<>();
        private int unit = 1;
        private int intent;
        private int asked;

        Story(Form form) {
            this.form = form;
        }

        Story insert(int key, int value) {
            rows.put(key, value);
            change('I', image(key, value), null);
            return this;
        }

        Story delete(int key) {
            change('D', image(key, value(rows.remove(key))), null);
            return this;
        }

        Story move(Map<Integer, Integer> keys) {
            TreeMap<Integer, Integer> sorted = new TreeMap<>(keys);
            return update(new LinkedHashMap<>(sorted), 0);
        }

        Story commit() {
            unit++;
            return this;
        }

        /** Gives rows other keys in one statement, which comes to them in the order of the map. */
        private Story update(Map<Integer, Integer> keys, int added) {
            Map<Integer, Integer> moved = new TreeMap<>();
            keys.forEach((from, to) -> {
                int before = value(rows.get(from));
                moved.put(to, before + added);
                update(image(from, before), image(to, before + added));
            });
            rows.keySet().removeAll(keys.keySet());
            rows.putAll(moved);
            return this;
        }

        private void update(Struct before, Struct after) {
            switch (form) {
                case PAIRS -> {
                    change('D', before, null);
                    change('I', after, null);
                }
                case UPDATES_WITH_BEFORE_IMAGES -> change('U', after, before);
                case UPDATES_WITH_OLD_KEYS ->
                    changes.add(new ChangeRow(lsn(unit), lsn(++intent), 'U', after, null, EVENTS.key(before)));
            }
        }

        private void change(char operation, Struct image, @Nullable Struct before) {
            changes.add(new ChangeRow(lsn(unit), lsn(++intent), operation, image, before, null));
        }

        /** Some rows get the keys of one another or free ones; or a row is inserted, deleted or updated. */
        void anything(Random random) {
            int dice = random.nextInt(10);
            int key = random.nextInt(30);
            if (dice == 0 && !rows.containsKey(key)) {
                insert(key, random.nextInt(3));
            } else if (dice == 1 && rows.containsKey(key)) {
                delete(key);
            } else if (dice == 2 && rows.containsKey(key)) {
                update(Map.of(key, key), 1);
            } else {
                List<Integer> from = new ArrayList<>(rows.keySet());
                Collections.shuffle(from, random);
                from = from.subList(0, random.nextInt(from.size() + 1));
                List<Integer> free = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    if (!rows.containsKey(i) || from.contains(i)) {
                        free.add(i);
                    }
                }
                Collections.shuffle(free, random);
                Map<Integer, Integer> keys = new LinkedHashMap<>();
                for (int i = 0; i < from.size(); i++) {
                    keys.put(from.get(i), free.get(i));
                }
                update(keys, random.nextInt(3) == 0 ? 1 : 0);
            }
        }

        /** Makes a row of the change table unreadable, by its place. */
        void spoil(int place) {
            ChangeRow row = changes.get(place);
            changes.set(place, ChangeRow.unreadable(row.commit(), row.intent(), row.operation(), EVENTS.rowSchema()));
        }

        Map<String, Integer> table() {
            Map<String, Integer> table = new TreeMap<>();
            rows.forEach((key, value) -> table.put(name(EVENTS.key(image(key, value))), value));
            return table;
        }

        Map<String, Integer> stored(int limit) throws SQLException {
            Map<String, Integer> store = new TreeMap<>();
            long last = Long.MIN_VALUE;
            for (SourceRecord record : records(limit)) {
                String key = name((Struct) record.key());
                Struct value = (Struct) record.value();
                @Nullable Struct after = value == null ? null : value.getStruct("after");
                if (after == null) {
                    store.remove(key);
                } else {
                    store.put(key, after.getInt32("V"));
                }
                if (value != null) {
                    long position = value.getStruct("source").getInt64("position");
                    assertThat(position).isGreaterThan(last);
                    last = position;
                }
            }
            return store;
        }

        /** Returns what the events say, without tombstones. */
        List<String> events(int limit) throws SQLException {
            return records(limit).stream()
                    .filter(record -> record.value() != null)
                    .map(record -> ((Struct) record.value()).getString("op") + " " + ((Struct) record.key()).get("B"))
                    .toList();
        }

        private List<SourceRecord> records(int limit) throws SQLException {
            Iterator<ChangeRow> left = changes.iterator();
            Pairing pairing = new Pairing(
                    () -> left.hasNext() ? left.next() : null, EVENTS::key, form == Form.PAIRS, new TakenKeys(limit));
            ChangeRecords records = new ChangeRecords(new SourceBlock("ods", "DB"), true, true, Map.of());
            List<SourceRecord> all = new ArrayList<>();
            long last = Long.MIN_VALUE;
            for (@Nullable RowChange change = pairing.next(); change != null; change = pairing.next()) {
                ChangeRecords.Made made = records.of(
                        new ChangeRecords.Told(settled(change), EVENTS, 1_000_000, false),
                        last,
                        UnitOrder.NONE,
                        Map.of(),
                        Instant.EPOCH);
                all.addAll(made.records());
                last = made.position().last();
            }
            return all;
        }

        /** What the table answers: it is asked when all units of work are committed. */
        private RowChange settled(RowChange change) {
            if (change instanceof RowChange.Moved moved && moved.oldRow() == RowChange.OldRow.UNDECIDED) {
                return moved.decided(RowChange.OldRow.UNDECIDED, present(moved.oldKey()));
            }
            if (change instanceof RowChange.Removed removed && removed.oldRow() == RowChange.OldRow.UNDECIDED) {
                return removed.decided(RowChange.OldRow.UNDECIDED, present(EVENTS.key(removed.before())));
            }
            return change;
        }

        private @Nullable Struct present(Struct key) {
            asked++;
            int number = key.getInt32("A") * 10 + key.getInt32("B");
            @Nullable Integer value = rows.get(number);
            return value == null ? null : image(number, value);
        }
    }

    private static int value(@Nullable Integer value) {
        assertThat(value).isNotNull();
        return value == null ? 0 : value;
    }

    private static Struct image(int key, int value) {
        return new Struct(EVENTS.rowSchema())
                .put("A", key / 10)
                .put("B", key % 10)
                .put("V", value);
    }

    private static String name(Struct key) {
        return key.get("A") + "/" + key.get("B");
    }

    private static Lsn lsn(int number) {
        return Lsn.of(ByteBuffer.allocate(16).putLong(8, number).array());
    }
}
