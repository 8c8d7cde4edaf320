package io.odsconnect.testbed.db2.capture;

import java.util.List;

/** What the stand-in keeps for itself, out of the way of the tables that IBM documents, and its SQL routines. */
final class StandInTables {

    /** The stand-in's own schema. */
    static final String SCHEMA = "CAPTURE_STANDIN";

    private static final String ROUTINES = Routines.class.getName();

    private StandInTables() {}

    /** Returns the statements that make them. */
    static List<String> create() {
        return List.of(
                "CREATE SCHEMA CAPTURE_STANDIN",
                """
                CREATE TABLE CAPTURE_STANDIN.PROGRAMS (
                  CAPTURE_SCHEMA  VARCHAR(128) NOT NULL PRIMARY KEY,
                  SEQUENCE_LENGTH INT NOT NULL,
                  HABITS          VARCHAR(400) NOT NULL WITH DEFAULT '')
                """,
                """
                CREATE TABLE CAPTURE_STANDIN.REGISTRATIONS (
                  REGISTRATION    INT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  CAPTURE_SCHEMA  VARCHAR(128) NOT NULL,
                  SOURCE_OWNER    VARCHAR(128) NOT NULL,
                  SOURCE_TABLE    VARCHAR(128) NOT NULL,
                  CD_TABLE        VARCHAR(128) NOT NULL,
                  UNIQUE (CAPTURE_SCHEMA, SOURCE_OWNER, SOURCE_TABLE))
                """,
                function("UOW(REGISTRATION INT)", "BIGINT", "unitOfWork"),
                function("INTENTSEQ(REGISTRATION INT)", "VARCHAR(16) FOR BIT DATA", "intentSequence"),
                function("COMMITSEQ(REGISTRATION INT, UOW BIGINT)", "VARCHAR(16) FOR BIT DATA", "commitSequence"),
                procedure(
                        "CAPTURE_STANDIN.CLEAR_STAGE(HEAP BIGINT, INDEX_OF_HEAP BIGINT, FIRST_UOW BIGINT, LAST_UOW BIGINT)",
                        "clearStage"),
                "CREATE FUNCTION CAPTURE_STANDIN.NOW() RETURNS TIMESTAMP LANGUAGE JAVA PARAMETER STYLE JAVA NO SQL"
                        + " EXTERNAL NAME '" + ServerTime.class.getName() + ".now'",
                "CREATE FUNCTION CAPTURE_STANDIN.TIMEZONE() RETURNS INT LANGUAGE JAVA PARAMETER STYLE JAVA NO SQL"
                        + " EXTERNAL NAME '" + ServerTime.class.getName() + ".timeZone'",
                procedure("CAPTURE_STANDIN.SET_CLOCK(ZONE VARCHAR(64), AHEAD_MICROS BIGINT)", "setClock"),
                procedure("CAPTURE_STANDIN.COMPILE_TRIGGERS(REGISTRATION INT)", "compileTriggers"),
                procedure("CAPTURE_STANDIN.CREATE_CAPTURE(CAPTURE_SCHEMA VARCHAR(128), LEN INT)", "createCapture"),
                procedure("""
                        CAPTURE_STANDIN.REGISTER(CAPTURE_SCHEMA VARCHAR(128), SOURCE_OWNER VARCHAR(128),
                          SOURCE_TABLE VARCHAR(128), UPDATES VARCHAR(20), BEFORE_IMG_PREFIX VARCHAR(4),
                          COLUMN_LINES VARCHAR(32000), CD_TABLE VARCHAR(128))
                        """, "register"),
                procedure("""
                        CAPTURE_STANDIN.UNREGISTER(CAPTURE_SCHEMA VARCHAR(128), SOURCE_OWNER VARCHAR(128),
                          SOURCE_TABLE VARCHAR(128))
                        """, "unregister"),
                procedure("""
                        CAPTURE_STANDIN.ALTER_TABLE(CAPTURE_SCHEMA VARCHAR(128), SOURCE_OWNER VARCHAR(128),
                          SOURCE_TABLE VARCHAR(128), CLAUSE VARCHAR(32000))
                        """, "alterTable"),
                procedure("""
                        CAPTURE_STANDIN.DEACTIVATE(CAPTURE_SCHEMA VARCHAR(128), SOURCE_OWNER VARCHAR(128),
                          SOURCE_TABLE VARCHAR(128), NEW_STATE VARCHAR(1))
                        """, "deactivate"),
                procedure("""
                        CAPTURE_STANDIN.ACTIVATE(CAPTURE_SCHEMA VARCHAR(128), SOURCE_OWNER VARCHAR(128),
                          SOURCE_TABLE VARCHAR(128))
                        """, "activate"),
                procedure("CAPTURE_STANDIN.HABITS(CAPTURE_SCHEMA VARCHAR(128), NAMES VARCHAR(400))", "habits"),
                procedure("CAPTURE_STANDIN.REINIT(CAPTURE_SCHEMA VARCHAR(128))", "reinit"),
                procedure("CAPTURE_STANDIN.COLD_START(CAPTURE_SCHEMA VARCHAR(128))", "coldStart"),
                procedure("CAPTURE_STANDIN.PAUSE(CAPTURE_SCHEMA VARCHAR(128))", "pause"),
                procedure("CAPTURE_STANDIN.RESUME(CAPTURE_SCHEMA VARCHAR(128))", "resume"),
                procedure("CAPTURE_STANDIN.PRUNE(CAPTURE_SCHEMA VARCHAR(128))", "prune"));
    }

    /** Returns the statements that make the procedures which Debezium's scripts give a Db2 for LUW. */
    static List<String> createDebeziumProcedures() {
        return List.of(
                procedure("ASNCDC.ADDTABLE(TABLESCHEMA VARCHAR(128), TABLENAME VARCHAR(128))", "addTable"),
                procedure("ASNCDC.REMOVETABLE(TABLESCHEMA VARCHAR(128), TABLENAME VARCHAR(128))", "removeTable"));
    }

    private static String function(String signature, String type, String method) {
        return "CREATE FUNCTION CAPTURE_STANDIN.%s RETURNS %s LANGUAGE JAVA PARAMETER STYLE JAVA NO SQL EXTERNAL NAME '%s.%s'"
                .formatted(signature, type, ROUTINES, method);
    }

    private static String procedure(String signature, String method) {
        return "CREATE PROCEDURE %s LANGUAGE JAVA PARAMETER STYLE JAVA NO SQL EXTERNAL NAME '%s.%s'"
                .formatted(signature.strip(), ROUTINES, method);
    }
}
