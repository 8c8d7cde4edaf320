package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.sink.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tries every order in which tasks can do the steps of their writes of one key, with tasks dying between any two steps
 * and starting over at the write they were at, or at a later one of theirs where a batch holds the last only; and with
 * answers lost: of a step that was done, or that is done at any time later, while its task starts over as after a death.
 */
final class Interleavings {

    private final List<List<AerospikeWrite>> tasks;
    private final First first;
    private final BiFunction<Step, Answer, Answer> answers;
    private final Map<Standing, Place> places = new HashMap<>();
    private final Set<World> seen = new HashSet<>();
    private final Deque<World> open = new ArrayDeque<>();

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

    /** What {@link Place} there is one of: a task, the number of one of its writes, and a stage of that. */
    private record Standing(int task, int index, Stage stage) {}

    /**
     * Where a task stands: at which of its writes, and at which stage of that. There is one object for each, so that
     * worlds are compared without looking into stages, and what a stage does to a record is found out once.
     */
    private static final class Place {

        private final int number;
        private final int task;
        private final int index;
        private final AerospikeWrite write;
        private final Stage.@Nullable Pending pending;
        private final boolean onRow;
        private final Map<ModelRecord, Move> moves = new HashMap<>();

        Place(int number, Standing standing, AerospikeWrite write) {
            this.number = number;
            this.task = standing.task;
            this.index = standing.index;
            this.write = write;
            this.pending = standing.stage instanceof Stage.Pending waits ? waits : null;
            this.onRow = pending != null && pending.step().key().equals(write.key());
        }

        Stage.Pending stage() {
            return Objects.requireNonNull(pending);
        }
    }

    /**
     * What a step does.
     *
     * @param after the record afterwards
     * @param next where the task stands then; where it starts over, where it stood before
     * @param startsOver whether the write is to be tried again
     * @param through whether the write is done
     */
    private record Move(ModelRecord after, Place next, boolean startsOver, boolean through) {}

    /**
     * Where everything stands.
     *
     * @param row the row
     * @param marker its marker
     * @param tasks where each task stands
     * @param budget what may still happen
     * @param late the steps that are under way though their answers are lost, in the order of their numbers
     * @param looks the looks that are due for the puts whose answers were lost
     */
    record World(
            ModelRecord row, ModelRecord marker, List<Place> tasks, Budget budget, List<Place> late, Set<Place> looks) {

        private World with(Place place, ModelRecord after) {
            return new World(place.onRow ? after : row, place.onRow ? marker : after, tasks, budget, late, looks);
        }

        private World at(Place place, Budget left) {
            List<Place> copy = new ArrayList<>(tasks);
            copy.set(place.task, place);
            return new World(row, marker, List.copyOf(copy), left, late, looks);
        }

        private World withLate(List<Place> now) {
            return new World(row, marker, tasks, budget, now, looks);
        }

        private World withLooks(Set<Place> now) {
            return new World(row, marker, tasks, budget, late, now);
        }

        private ModelRecord recordOf(Place place) {
            return place.onRow ? row : marker;
        }

        /** Returns the row after it has been looked for each put whose answer was lost. */
        ModelRecord rowAfterLooking() {
            ModelRecord looked = row;
            for (Place look : looks) {
                Stage stage = look.stage();
                while (stage instanceof Stage.Pending pending) {
                    boolean onRow = pending.step().key().equals(look.write.key());
                    ModelRecord.Result result = (onRow ? looked : marker).take(pending.step());
                    looked = onRow ? result.after() : looked;
                    stage = Stage.after(pending, result.answer());
                }
            }
            return looked;
        }
    }

    /** Returns a world in which all tasks are done and that is as asked for; empty where it never comes to that. */
    Optional<World> end(Budget budget, Predicate<World> wanted) {
        List<Place> start = new ArrayList<>();
        for (int task = 0; task < tasks.size(); task++) {
            start.add(first(task, 0, false, false));
        }
        visit(new World(ModelRecord.ABSENT, ModelRecord.ABSENT, List.copyOf(start), budget, List.of(), Set.of()));
        while (!open.isEmpty()) {
            World world = open.pop();
            if (world.tasks.stream().noneMatch(place -> place.pending != null) && wanted.test(world)) {
                return Optional.of(world);
            }
            goOn(world);
        }
        return Optional.empty();
    }

    private void visit(World world) {
        if (seen.add(world)) {
            open.push(world);
        }
    }

    private void goOn(World world) {
        for (Place place : world.tasks) {
            if (place.pending == null) {
                continue;
            }
            step(world, place);
            if (world.budget.deaths > 0) {
                startOver(world, place, world.budget.afterADeath());
            }
            if (world.budget.losses > 0) {
                loseAnswer(world, place);
            }
            if (world.budget.refusals > 0 && place.pending instanceof Stage.PutMarker) {
                refuse(world, place);
            }
        }
        for (Place late : world.late) {
            List<Place> left = new ArrayList<>(world.late);
            left.remove(late);
            visit(world.with(late, move(world, late).after).withLate(List.copyOf(left)));
        }
    }

    private void step(World world, Place place) {
        Move move = move(world, place);
        World done = world.with(place, move.after);
        if (move.startsOver) {
            startOver(done, place, world.budget);
            return;
        }
        if (move.through && world.budget.landing == Landing.BEFORE_THE_WRITE_IS_DONE) {
            done = done.withLate(
                    world.late.stream().filter(each -> each.task != place.task).toList());
        }
        visit(done.at(move.next, world.budget));
    }

    /** The server takes no marker now. */
    private void refuse(World world, Place place) {
        Stage next = Stage.after(
                place.stage(), new Answer.Failed(new Outcome.Retry("out of space", null), Answer.Cause.REFUSED));
        visit(world.at(place(place.task, place.index, next), world.budget.afterARefusal()));
    }

    /** The answer to a step does not come: it was done, or will be at some time. */
    private void loseAnswer(World world, Place place) {
        AerospikeWrite put = LostPuts.putOf(place.stage());
        Set<Place> looks = new HashSet<>(world.looks);
        if (put != null) {
            looks.add(place(place.task, place.index, Stage.again(put)));
        }
        World lost = world.withLooks(Set.copyOf(looks));
        Budget left = world.budget.afterALoss();
        startOver(lost.with(place, move(world, place).after), place, left);
        if (!(place.stage().step() instanceof Step.ReadPosition)) {
            List<Place> late = new ArrayList<>(world.late);
            late.add(place);
            late.sort(Comparator.comparingInt(each -> each.number));
            startOver(lost.withLate(List.copyOf(late)), place, left);
        }
    }

    private void startOver(World world, Place place, Budget left) {
        for (int at = place.index; at < tasks.get(place.task).size(); at++) {
            visit(world.at(first(place.task, at, false, true), left));
        }
    }

    private Move move(World world, Place place) {
        ModelRecord before = world.recordOf(place);
        Move known = place.moves.get(before);
        if (known == null) {
            known = moveFrom(place, before);
            place.moves.put(before, known);
        }
        return known;
    }

    private Move moveFrom(Place place, ModelRecord before) {
        Step step = place.stage().step();
        ModelRecord.Result result = before.take(step);
        Stage next = Stage.after(place.stage(), answers.apply(step, result.answer()));
        if (!(next instanceof Stage.Finished finished)) {
            return new Move(result.after(), place(place.task, place.index, next), false, false);
        }
        if (finished.outcome() instanceof Outcome.Retry) {
            return new Move(result.after(), place, true, false);
        }
        if (place.index + 1 == tasks.get(place.task).size()) {
            // What became of a task's last write makes no difference any more.
            return new Move(
                    result.after(), place(place.task, place.index, new Stage.Finished(Outcome.APPLIED)), false, true);
        }
        boolean makesKnown = Stage.makesKnown(place.write, finished.outcome());
        return new Move(result.after(), first(place.task, place.index + 1, makesKnown, false), false, true);
    }

    private Place first(int task, int index, boolean known, boolean again) {
        return place(task, index, first.of(tasks.get(task).get(index), known, again));
    }

    private Place place(int task, int index, Stage stage) {
        return places.computeIfAbsent(
                new Standing(task, index, stage),
                standing -> new Place(places.size(), standing, tasks.get(task).get(index)));
    }
}
