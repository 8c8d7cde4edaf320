package io.odsconnect.db2.signal;

import io.odsconnect.db2.snapshot.LoadCause;
import io.odsconnect.db2.table.TableId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody asks for.
 *
 * @param id the signal's id
 * @param type what is asked
 * @param purpose of which readings it speaks
 * @param tables expressions of the tables that it concerns; empty where none are named
 * @param conditions row filters
 */
public record Signal(String id, Type type, Purpose purpose, List<Pattern> tables, List<Condition> conditions) {

    /** What can be asked, by Debezium's names. */
    public enum Type {
        /** Load tables. */
        EXECUTE_SNAPSHOT("execute-snapshot"),
        /** End loads before their end. */
        STOP_SNAPSHOT("stop-snapshot"),
        /** Interrupt loads. */
        PAUSE_SNAPSHOT("pause-snapshot"),
        /** Go on with them. */
        RESUME_SNAPSHOT("resume-snapshot");

        private final String code;

        Type(String code) {
            this.code = code;
        }

        /** Returns Debezium's name for it. */
        public String code() {
            return code;
        }
    }

    /** What tables are read for; in a signal's data its {@code type}. */
    public enum Purpose {
        /** The signal does not say: loads where something is to begin, else all. */
        ANY,
        /** To load them, Debezium's {@code incremental} and {@code blocking}: both load while changes flow. */
        LOAD,
        /** To compare them with stores. */
        COMPARE;

        /** Says whether a load with this cause is meant. */
        public boolean concerns(LoadCause cause) {
            return this == ANY || (this == COMPARE) == (cause == LoadCause.COMPARE);
        }
    }

    /**
     * A row filter.
     *
     * @param tables the tables that it concerns
     * @param filter an SQL condition
     */
    public record Condition(Pattern tables, String filter) {

        /** Tells no filter, which may hold values. */
        @Override
        public String toString() {
            return "condition for " + tables;
        }
    }

    /** Copies the lists. */
    public Signal {
        tables = List.copyOf(tables);
        conditions = List.copyOf(conditions);
    }

    /** Says whether the table is named. */
    public boolean names(TableId table) {
        return tables.stream()
                .anyMatch(pattern -> pattern.matcher(table.toString()).matches());
    }

    /** Returns the filter for the table; {@code otherwise} where the signal has none. */
    public String filter(TableId table, String otherwise) {
        return conditions.stream()
                .filter(condition ->
                        condition.tables().matcher(table.toString()).matches())
                .map(Condition::filter)
                .findFirst()
                .orElse(otherwise);
    }
}
