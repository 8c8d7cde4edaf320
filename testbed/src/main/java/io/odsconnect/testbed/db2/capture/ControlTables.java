package io.odsconnect.testbed.db2.capture;

import io.odsconnect.testbed.db2.SequenceFormat;
import java.util.List;

/**
 * The control tables of a capture schema, with the columns and types that IBM's {@code asnctlw.sql} gives them (version
 * 9.1 for sequence numbers of 10 bytes, version 10 for 16).
 */
final class ControlTables {

    private ControlTables() {}

    /** Returns the statements that make the tables of a capture schema and its first rows. */
    static List<String> create(String schema, SequenceFormat format) {
        String asn = Database.quoted(schema) + ".IBMSNAP_";
        String sequence = format.sqlType();
        String zero = "X'" + "00".repeat(format.length()) + "'";
        return List.of(
                "CREATE SCHEMA " + Database.quoted(schema),
                """
                CREATE TABLE %1$sUOW (
                  IBMSNAP_UOWID      CHAR(10) FOR BIT DATA NOT NULL,
                  IBMSNAP_COMMITSEQ  %2$s NOT NULL,
                  IBMSNAP_LOGMARKER  TIMESTAMP NOT NULL,
                  IBMSNAP_AUTHTKN    VARCHAR(30) NOT NULL,
                  IBMSNAP_AUTHID     VARCHAR(128) NOT NULL,
                  IBMSNAP_REJ_CODE   CHAR(1) NOT NULL WITH DEFAULT ' ',
                  IBMSNAP_APPLY_QUAL CHAR(18) NOT NULL WITH DEFAULT ' ')
                """.formatted(asn, sequence),
                "CREATE UNIQUE INDEX %1$sUOWX ON %1$sUOW (IBMSNAP_COMMITSEQ, IBMSNAP_LOGMARKER)".formatted(asn),
                """
                CREATE TABLE %1$sREGISTER (
                  SOURCE_OWNER       VARCHAR(128) NOT NULL,
                  SOURCE_TABLE       VARCHAR(128) NOT NULL,
                  SOURCE_VIEW_QUAL   SMALLINT NOT NULL,
                  GLOBAL_RECORD      CHAR(1) NOT NULL,
                  SOURCE_STRUCTURE   SMALLINT NOT NULL,
                  SOURCE_CONDENSED   CHAR(1) NOT NULL,
                  SOURCE_COMPLETE    CHAR(1) NOT NULL,
                  CD_OWNER           VARCHAR(128),
                  CD_TABLE           VARCHAR(128),
                  PHYS_CHANGE_OWNER  VARCHAR(128),
                  PHYS_CHANGE_TABLE  VARCHAR(128),
                  CD_OLD_SYNCHPOINT  %2$s,
                  CD_NEW_SYNCHPOINT  %2$s,
                  DISABLE_REFRESH    SMALLINT NOT NULL,
                  CCD_OWNER          VARCHAR(128),
                  CCD_TABLE          VARCHAR(128),
                  CCD_OLD_SYNCHPOINT %2$s,
                  SYNCHPOINT         %2$s,
                  SYNCHTIME          TIMESTAMP,
                  CCD_CONDENSED      CHAR(1),
                  CCD_COMPLETE       CHAR(1),
                  ARCH_LEVEL         CHAR(4) NOT NULL,
                  DESCRIPTION        CHAR(254),
                  BEFORE_IMG_PREFIX  VARCHAR(4),
                  CONFLICT_LEVEL     CHAR(1),
                  CHG_UPD_TO_DEL_INS CHAR(1),
                  CHGONLY            CHAR(1),
                  RECAPTURE          CHAR(1),
                  OPTION_FLAGS       CHAR(4) NOT NULL,
                  STOP_ON_ERROR      CHAR(1) WITH DEFAULT 'Y',
                  STATE              CHAR(1) WITH DEFAULT 'I',
                  STATE_INFO         CHAR(8))
                """.formatted(asn, sequence),
                "CREATE UNIQUE INDEX %1$sREGISTERX ON %1$sREGISTER (SOURCE_OWNER, SOURCE_TABLE, SOURCE_VIEW_QUAL)"
                        .formatted(asn),
                "CREATE INDEX %1$sREGISTERX2 ON %1$sREGISTER (GLOBAL_RECORD)".formatted(asn),
                """
                CREATE TABLE %1$sPRUNCNTL (
                  TARGET_SERVER      CHAR(18) NOT NULL,
                  TARGET_OWNER       VARCHAR(128) NOT NULL,
                  TARGET_TABLE       VARCHAR(128) NOT NULL,
                  SYNCHTIME          TIMESTAMP,
                  SYNCHPOINT         %2$s,
                  SOURCE_OWNER       VARCHAR(128) NOT NULL,
                  SOURCE_TABLE       VARCHAR(128) NOT NULL,
                  SOURCE_VIEW_QUAL   SMALLINT NOT NULL,
                  APPLY_QUAL         CHAR(18) NOT NULL,
                  SET_NAME           CHAR(18) NOT NULL,
                  CNTL_SERVER        CHAR(18) NOT NULL,
                  TARGET_STRUCTURE   SMALLINT NOT NULL,
                  CNTL_ALIAS         CHAR(8),
                  PHYS_CHANGE_OWNER  VARCHAR(128),
                  PHYS_CHANGE_TABLE  VARCHAR(128),
                  MAP_ID             VARCHAR(10) NOT NULL)
                """.formatted(asn, sequence),
                """
                CREATE UNIQUE INDEX %1$sPRUNCNTLX ON %1$sPRUNCNTL
                  (SOURCE_OWNER, SOURCE_TABLE, SOURCE_VIEW_QUAL, APPLY_QUAL, SET_NAME, TARGET_SERVER, TARGET_TABLE,
                   TARGET_OWNER)
                """.formatted(asn),
                "CREATE UNIQUE INDEX %1$sPRUNCNTLX1 ON %1$sPRUNCNTL (MAP_ID)".formatted(asn),
                """
                CREATE TABLE %1$sPRUNE_SET (
                  TARGET_SERVER      CHAR(18) NOT NULL,
                  APPLY_QUAL         CHAR(18) NOT NULL,
                  SET_NAME           CHAR(18) NOT NULL,
                  SYNCHTIME          TIMESTAMP,
                  SYNCHPOINT         %2$s NOT NULL)
                """.formatted(asn, sequence),
                "CREATE UNIQUE INDEX %1$sPRUNE_SETX ON %1$sPRUNE_SET (TARGET_SERVER, APPLY_QUAL, SET_NAME)"
                        .formatted(asn),
                """
                CREATE TABLE %1$sCAPPARMS (
                  RETENTION_LIMIT    INT,
                  LAG_LIMIT          INT,
                  COMMIT_INTERVAL    INT,
                  PRUNE_INTERVAL     INT,
                  TRACE_LIMIT        INT,
                  MONITOR_LIMIT      INT,
                  MONITOR_INTERVAL   INT,
                  MEMORY_LIMIT       SMALLINT,
                  REMOTE_SRC_SERVER  CHAR(18),
                  AUTOPRUNE          CHAR(1),
                  TERM               CHAR(1),
                  AUTOSTOP           CHAR(1),
                  LOGREUSE           CHAR(1),
                  LOGSTDOUT          CHAR(1),
                  SLEEP_INTERVAL     SMALLINT,
                  CAPTURE_PATH       VARCHAR(1040),
                  STARTMODE          VARCHAR(10),
                  ARCH_LEVEL         CHAR(4) NOT NULL WITH DEFAULT '%2$s',
                  COMPATIBILITY      CHAR(4) NOT NULL WITH DEFAULT '%2$s',
                  LOGRDBUFSZ         INT NOT NULL WITH DEFAULT 256)
                """.formatted(asn, format == SequenceFormat.VARCHAR_16 ? "1021" : "0801"),
                """
                CREATE TABLE %1$sCAPMON (
                  MONITOR_TIME       TIMESTAMP NOT NULL,
                  RESTART_TIME       TIMESTAMP NOT NULL,
                  CURRENT_MEMORY     INT NOT NULL,
                  CD_ROWS_INSERTED   INT NOT NULL,
                  RECAP_ROWS_SKIPPED INT NOT NULL,
                  TRIGR_ROWS_SKIPPED INT NOT NULL,
                  CHG_ROWS_SKIPPED   INT NOT NULL,
                  TRANS_PROCESSED    INT NOT NULL,
                  TRANS_SPILLED      INT NOT NULL,
                  MAX_TRANS_SIZE     INT NOT NULL,
                  LOCKING_RETRIES    INT NOT NULL,
                  JRN_LIB            CHAR(10),
                  JRN_NAME           CHAR(10),
                  LOGREADLIMIT       INT NOT NULL,
                  CAPTURE_IDLE       INT NOT NULL,
                  SYNCHTIME          TIMESTAMP NOT NULL)
                """.formatted(asn),
                "CREATE UNIQUE INDEX %1$sCAPMONX ON %1$sCAPMON (MONITOR_TIME)".formatted(asn),
                """
                INSERT INTO %1$sCAPPARMS (RETENTION_LIMIT, LAG_LIMIT, COMMIT_INTERVAL, PRUNE_INTERVAL, TRACE_LIMIT,
                  MONITOR_LIMIT, MONITOR_INTERVAL, MEMORY_LIMIT, SLEEP_INTERVAL, AUTOPRUNE, TERM, AUTOSTOP, LOGREUSE,
                  LOGSTDOUT, CAPTURE_PATH, STARTMODE)
                VALUES (10080, 10080, 1, 300, 10080, 10080, 300, 32, 5, 'Y', 'Y', 'N', 'N', 'N', NULL, 'WARMSI')
                """.formatted(asn),
                """
                INSERT INTO %1$sREGISTER (SOURCE_OWNER, SOURCE_TABLE, SOURCE_VIEW_QUAL, GLOBAL_RECORD,
                  SOURCE_STRUCTURE, SOURCE_CONDENSED, SOURCE_COMPLETE, DISABLE_REFRESH, SYNCHPOINT, SYNCHTIME,
                  ARCH_LEVEL, OPTION_FLAGS, STATE)
                VALUES (' ', ' ', 0, 'Y', 1, 'Y', 'Y', 0, %2$s, CURRENT TIMESTAMP, '0801', 'NNNN', 'A')
                """.formatted(asn, zero),
                """
                INSERT INTO %1$sPRUNE_SET (TARGET_SERVER, APPLY_QUAL, SET_NAME, SYNCHTIME, SYNCHPOINT)
                VALUES ('KAFKA', 'KAFKAQUAL', 'SET001', NULL, %2$s)
                """.formatted(asn, zero));
    }
}
