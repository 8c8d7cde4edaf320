package io.odsconnect.aerospike.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Tries every order in which tasks can do the steps of their writes of one key, with tasks dying between any two steps
 * and starting over at the write they were at, or at a later one of theirs where a batch holds the last only.
 */
final class Interleavings {

    private final List<List<AerospikeWrite>> tasks;
    private final First first;
    private final BiFunction<Step, Answer, Answer> answers;
    private final Set<World> seen = new HashSet<>();
    private final Set<World> ends = new HashSet<>();

    /**
     * @param tasks what each task writes, in its order
     * @param first how a write begins
     * @param answers what a task hears when the server gives an answer to a step
     */
    Interleavings(List<List<AerospikeWrite>> tasks, First first, BiFunction<Step, Answer, Answer> answers) {
        this.tasks = tasks;
        this.first = first;
        this.answers = answers;
    }

    /** How a write begins. */
    interface First {

        /**
         * Returns the first stage of a write.
         *
         * @param write the write
         * @param known whether the write before it in the same life of its task made the row known
         * @param again whether the task begins a new life with it
         */
        Stage of(AerospikeWrite write, boolean known, boolean again);
    }

    /** Where everything stands. */
    record World(ModelRecord row, ModelRecord marker, List<TaskState> tasks, int deathsLeft) {}

    /** Where a task stands: at which of its writes, and at which stage of that. */
    private record TaskState(int write, Stage stage) {}

    /** Returns all worlds in which all tasks are done. */
    Set<World> run(int deaths) {
        List<TaskState> start = new ArrayList<>();
        for (List<AerospikeWrite> writes : tasks) {
            start.add(new TaskState(0, first.of(writes.get(0), false, false)));
        }
        visit(new World(ModelRecord.ABSENT, ModelRecord.ABSENT, start, deaths));
        return ends;
    }

    private void visit(World world) {
        if (!seen.add(world)) {
            return;
        }
        boolean done = true;
        for (int task = 0; task < tasks.size(); task++) {
            if (world.tasks.get(task).stage instanceof Stage.Pending pending) {
                done = false;
                visit(step(world, task, pending));
                if (world.deathsLeft > 0) {
                    die(world, task);
                }
            }
        }
        if (done) {
            ends.add(world);
        }
    }

    private World step(World world, int task, Stage.Pending pending) {
        Step step = pending.step();
        AerospikeWrite write = tasks.get(task).get(world.tasks.get(task).write);
        boolean onRow = step.key().equals(write.key());
        ModelRecord.Result result = (onRow ? world.row : world.marker).take(step);
        Stage next = Stage.after(pending, answers.apply(step, result.answer()));
        int index = world.tasks.get(task).write;
        if (next instanceof Stage.Finished finished
                && index + 1 < tasks.get(task).size()) {
            index++;
            next = first.of(tasks.get(task).get(index), Stage.makesKnown(write, finished.outcome()), false);
        }
        return new World(
                onRow ? result.after() : world.row,
                onRow ? world.marker : result.after(),
                replace(world.tasks, task, new TaskState(index, next)),
                world.deathsLeft);
    }

    private void die(World world, int task) {
        for (int at = world.tasks.get(task).write; at < tasks.get(task).size(); at++) {
            TaskState again = new TaskState(at, first.of(tasks.get(task).get(at), false, true));
            visit(new World(world.row, world.marker, replace(world.tasks, task, again), world.deathsLeft - 1));
        }
    }

    private static List<TaskState> replace(List<TaskState> tasks, int task, TaskState state) {
        List<TaskState> copy = new ArrayList<>(tasks);
        copy.set(task, state);
        return List.copyOf(copy);
    }
}
