package io.odsconnect.testbed.aerospike.model;

import com.aerospike.client.Key;
import com.aerospike.client.ResultCode;
import com.aerospike.client.policy.RecordExistsAction;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records as they ought to be after the commands so far. */
public final class Model {

    /** Bins and how often they were written. */
    public record Stored(Map<String, Object> bins, int generation) {}

    private final Map<Key, Stored> records = new HashMap<>();

    /** Returns a record, or null. */
    public @Nullable Stored get(Key key) {
        return records.get(key);
    }

    /** Does a command and returns the result code that the server should give. */
    public int run(Command command) {
        return command.isDelete() ? delete(command) : write(command);
    }

    private int delete(Command command) {
        Stored old = records.get(command.key());
        if (old == null) {
            return ResultCode.KEY_NOT_FOUND_ERROR;
        }
        int refusal = refusal(command, old);
        if (refusal == ResultCode.OK) {
            records.remove(command.key());
        }
        return refusal;
    }

    private int write(Command command) {
        if (command.replaces() && !command.steps().stream().allMatch(Step::fitsReplace)) {
            return ResultCode.PARAMETER_ERROR;
        }
        Stored old = records.get(command.key());
        boolean mustExist = command.action() == RecordExistsAction.UPDATE_ONLY
                || command.action() == RecordExistsAction.REPLACE_ONLY
                || command.steps().contains(new Step.Touch());
        if (mustExist && old == null) {
            return ResultCode.KEY_NOT_FOUND_ERROR;
        }
        if (command.action() == RecordExistsAction.CREATE_ONLY && old != null) {
            return ResultCode.KEY_EXISTS_ERROR;
        }
        int refusal = refusal(command, old);
        if (refusal != ResultCode.OK) {
            return refusal;
        }
        Map<String, Object> bins = new TreeMap<>(old == null || command.replaces() ? Map.of() : old.bins());
        for (Step step : command.steps()) {
            if (!step.apply(bins)) {
                return ResultCode.BIN_TYPE_ERROR;
            }
        }
        if (!bins.isEmpty()) {
            records.put(command.key(), new Stored(bins, old == null ? 1 : old.generation() + 1));
            return ResultCode.OK;
        }
        return records.remove(command.key()) == null ? ResultCode.KEY_NOT_FOUND_ERROR : ResultCode.OK;
    }

    private static int refusal(Command command, @Nullable Stored old) {
        int generation = old == null ? 0 : old.generation();
        boolean accepted = switch (command.generationPolicy()) {
            case NONE -> true;
            case EXPECT_GEN_EQUAL -> command.generation() == generation;
            case EXPECT_GEN_GT -> command.generation() > generation;
        };
        if (!accepted) {
            return ResultCode.GENERATION_ERROR;
        }
        if (old == null || command.filter() == null) {
            return ResultCode.OK;
        }
        Boolean holds = command.filter().meaning().of(old.bins());
        return holds != null && holds ? ResultCode.OK : ResultCode.FILTERED_OUT;
    }
}
