package io.odsconnect.testbed.sink.suite;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Plays workers and operators at their worst: polls cut anywhere, commits now and then, partitions that move to another
 * task or are set back, crashes, a task that still writes what is not its own any more, and a store that is disturbed.
 * Half of the partitions of bulk rows, or none, come after all others.
 */
final class RandomDelivery {

    private static final int LONGEST_POLL_OF_A_PARTITION = 60;

    private final Random random;
    private final List<SinkTaskDriver> tasks;
    private final SinkTaskDriver zombie;
    private final List<Runnable> mischief;
    private final List<Assigned> partitions = new ArrayList<>();

    /** A partition, whose it is, and what it is given of it next. */
    private static final class Assigned {

        private final TopicPartition partition;
        private final List<SinkRecord> records;
        private final boolean late;
        private SinkTaskDriver owner;
        private boolean known;
        private int next;

        Assigned(TopicPartition partition, List<SinkRecord> records, boolean late, SinkTaskDriver owner) {
            this.partition = partition;
            this.records = records;
            this.late = late;
            this.owner = owner;
        }

        boolean isDone() {
            return next == records.size();
        }

        List<SinkRecord> take(int most) {
            int from = next;
            next = from + Math.min(records.size() - from, most);
            known |= next > from;
            return records.subList(from, next);
        }

        /** Takes the partition from its owner, and goes back to what was committed and so many records more. */
        void revoke(int back) {
            if (known) {
                next = (int) Math.max(0, owner.revoke(partition) - back);
                known = false;
            }
        }
    }

    RandomDelivery(
            Random random,
            Map<TopicPartition, List<SinkRecord>> topics,
            List<SinkTaskDriver> tasks,
            SinkTaskDriver zombie,
            List<Runnable> mischief) {
        this.random = random;
        this.tasks = tasks;
        this.zombie = zombie;
        this.mischief = mischief;
        boolean lateOnes = random.nextBoolean();
        topics.forEach((partition, records) -> {
            boolean late = lateOnes && partition.topic().endsWith(".bulk") && partition.partition() == 0;
            partitions.add(new Assigned(partition, records, late, any(tasks)));
        });
    }

    void run() {
        while (!partitions.stream().allMatch(each -> each.isDone() || each.late)) {
            step();
        }
        partitions.forEach(each -> each.owner.put(each.take(Integer.MAX_VALUE)));
        tasks.forEach(SinkTaskDriver::flush);
        zombie.flush();
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0 -> move(any(partitions));
            case 1 -> any(partitions).revoke(random.nextInt(200));
            case 2 -> any(tasks).crashAndRestart(1 + random.nextInt(300));
            case 3 -> any(mischief).run();
            case 4, 5 -> writeAsZombie(any(partitions));
            case 6, 7, 8 -> any(tasks).commit();
            default -> poll(any(tasks));
        }
    }

    private void poll(SinkTaskDriver task) {
        List<SinkRecord> poll = new ArrayList<>();
        for (Assigned each : partitions) {
            if (each.owner == task && !each.late && !task.isPaused()) {
                poll.addAll(each.take(random.nextInt(LONGEST_POLL_OF_A_PARTITION)));
            }
        }
        task.put(poll);
    }

    private void move(Assigned partition) {
        partition.revoke(0);
        partition.owner = any(tasks);
    }

    private void writeAsZombie(Assigned of) {
        int from = random.nextInt(of.next + 1);
        int to = Math.min(of.next, from + random.nextInt(100));
        zombie.put(of.records.subList(from, to));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
