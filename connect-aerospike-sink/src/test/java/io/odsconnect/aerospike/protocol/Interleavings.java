package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Tries every order in which tasks can do the steps of their writes of one key, with tasks dying between any two steps
 * and starting over at the write they were at, or at a later one of theirs where a batch holds the last only; and with
 * answers lost: of a step that was done, or that is done at any time later, while its task starts over as after a death.
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

    /** Until when a step may be done whose answer is lost. */
    enum Landing {
        /** Until a later try of its write, or of a later write of the task, has come through. */
        BEFORE_THE_WRITE_IS_DONE,
        /** At any time, as when the network holds a request back. */
        AT_ANY_TIME
    }

    /**
     * What may still happen.
     *
     * @param deaths how often a task dies
     * @param losses how often an answer is lost
     * @param refusals how often the server takes no marker
     * @param landing until when a step is done whose answer is lost
     */
    record Budget(int deaths, int losses, int refusals, Landing landing) {

        static Budget deaths(int deaths) {
            return new Budget(deaths, 0, 0, Landing.AT_ANY_TIME);
        }

        Budget afterADeath() {
            return new Budget(deaths - 1, losses, refusals, landing);
        }

        Budget afterALoss() {
            return new Budget(deaths, losses - 1, refusals, landing);
        }

        Budget afterARefusal() {
            return new Budget(deaths, losses, refusals - 1, landing);
        }
    }

    /** A step that is under way though its answer is lost. */
    record Late(int task, int write, Step step) {}

    /** Where everything stands. */
    record World(
            ModelRecord row,
            ModelRecord marker,
            List<TaskState> tasks,
            Budget budget,
            List<Late> late,
            Set<AerospikeWrite> lostPuts) {

        World with(List<TaskState> now, Budget left) {
            return new World(row, marker, now, left, late, lostPuts);
        }

        World withLate(List<Late> left) {
            return new World(row, marker, tasks, budget, left, lostPuts);
        }

        /** Returns the row after it has been looked for each put whose answer was lost. */
        ModelRecord rowAfterLooking() {
            ModelRecord looked = row;
            for (AerospikeWrite put : lostPuts) {
                Stage stage = Stage.again(put);
                while (stage instanceof Stage.Pending pending) {
                    boolean onRow = pending.step().key().equals(put.key());
                    ModelRecord.Result result = (onRow ? looked : marker).take(pending.step());
                    looked = onRow ? result.after() : looked;
                    stage = Stage.after(pending, result.answer());
                }
            }
            return looked;
        }
    }

    /** Where a task stands: at which of its writes, and at which stage of that. */
    private record TaskState(int write, Stage stage) {}

    /** Returns all worlds in which all tasks are done. */
    Set<World> run(Budget budget) {
        List<TaskState> start = new ArrayList<>();
        for (List<AerospikeWrite> writes : tasks) {
            start.add(new TaskState(0, first.of(writes.get(0), false, false)));
        }
        visit(new World(ModelRecord.ABSENT, ModelRecord.ABSENT, start, budget, List.of(), Set.of()));
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
                step(world, task, pending);
                if (world.budget.deaths > 0) {
                    startOver(world, task, world.budget.afterADeath());
                }
                if (world.budget.losses > 0) {
                    loseAnswer(world, task, pending);
                }
                if (world.budget.refusals > 0 && pending instanceof Stage.PutMarker) {
                    refuse(world, task, pending);
                }
            }
        }
        for (Late late : world.late) {
            land(world, late);
        }
        if (done) {
            ends.add(world);
        }
    }

    private void step(World world, int task, Stage.Pending pending) {
        Step step = pending.step();
        int index = world.tasks.get(task).write;
        AerospikeWrite write = tasks.get(task).get(index);
        World done = done(world, step, write);
        Stage next = Stage.after(pending, answers.apply(step, answer(world, step, write)));
        if (!(next instanceof Stage.Finished finished)) {
            visit(done.with(replace(world.tasks, task, new TaskState(index, next)), world.budget));
            return;
        }
        if (finished.outcome() instanceof Outcome.Retry) {
            startOver(done, task, world.budget);
            return;
        }
        if (world.budget.landing == Landing.BEFORE_THE_WRITE_IS_DONE) {
            done = done.withLate(
                    world.late.stream().filter(each -> each.task != task).toList());
        }
        if (index + 1 < tasks.get(task).size()) {
            index++;
            next = first.of(tasks.get(task).get(index), Stage.makesKnown(write, finished.outcome()), false);
        }
        visit(done.with(replace(world.tasks, task, new TaskState(index, next)), world.budget));
    }

    /** The server takes no marker now. */
    private void refuse(World world, int task, Stage.Pending pending) {
        Stage next =
                Stage.after(pending, new Answer.Failed(new Outcome.Retry("out of space", null), Answer.Cause.REFUSED));
        TaskState state = new TaskState(world.tasks.get(task).write, next);
        visit(world.with(replace(world.tasks, task, state), world.budget.afterARefusal()));
    }

    private static ModelRecord recordOf(World world, Step step, AerospikeWrite write) {
        return step.key().equals(write.key()) ? world.row : world.marker;
    }

    private static Answer answer(World world, Step step, AerospikeWrite write) {
        return recordOf(world, step, write).take(step).answer();
    }

    private static World done(World world, Step step, AerospikeWrite write) {
        ModelRecord after = recordOf(world, step, write).take(step).after();
        boolean onRow = step.key().equals(write.key());
        return new World(
                onRow ? after : world.row,
                onRow ? world.marker : after,
                world.tasks,
                world.budget,
                world.late,
                world.lostPuts);
    }

    /** The answer to a step does not come: it was done, or will be at some time. */
    private void loseAnswer(World world, int task, Stage.Pending pending) {
        Step step = pending.step();
        int index = world.tasks.get(task).write;
        AerospikeWrite write = tasks.get(task).get(index);
        Set<AerospikeWrite> lostPuts = new HashSet<>(world.lostPuts);
        AerospikeWrite put = LostPuts.putOf(pending);
        if (put != null) {
            lostPuts.add(put);
        }
        World after = done(world, step, write);
        startOver(
                new World(after.row, after.marker, world.tasks, world.budget, world.late, Set.copyOf(lostPuts)),
                task,
                world.budget.afterALoss());
        if (!(step instanceof Step.ReadPosition)) {
            List<Late> late = new ArrayList<>(world.late);
            late.add(new Late(task, index, step));
            startOver(
                    new World(
                            world.row,
                            world.marker,
                            world.tasks,
                            world.budget,
                            List.copyOf(late),
                            Set.copyOf(lostPuts)),
                    task,
                    world.budget.afterALoss());
        }
    }

    private void land(World world, Late late) {
        World after = done(world, late.step, tasks.get(late.task).get(late.write));
        List<Late> left = new ArrayList<>(world.late);
        left.remove(late);
        visit(new World(after.row, after.marker, world.tasks, world.budget, List.copyOf(left), world.lostPuts));
    }

    private void startOver(World world, int task, Budget left) {
        for (int at = world.tasks.get(task).write; at < tasks.get(task).size(); at++) {
            TaskState again = new TaskState(at, first.of(tasks.get(task).get(at), false, true));
            visit(new World(
                    world.row, world.marker, replace(world.tasks, task, again), left, world.late, world.lostPuts));
        }
    }

    private static List<TaskState> replace(List<TaskState> tasks, int task, TaskState state) {
        List<TaskState> copy = new ArrayList<>(tasks);
        copy.set(task, state);
        return List.copyOf(copy);
    }
}
