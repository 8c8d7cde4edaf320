package io.odsconnect.cassandra;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What validation says of tables and columns that the options name, before there is a record. */
@ExtendWith(TestbedExtension.class)
class TableCheckIT {

    private final Keyspace keyspace;

    TableCheckIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.card (id int primary key, name text)");
    }

    @AfterEach
    void close() {
        keyspace.close();
    }

    @Test
    void aTableIsLookedForAlsoWhereAPatternTellsTheTopics() {
        Map<String, String> options = options("table.template.ods.CLIENT", keyspace.name() + ".client");
        options.remove("topics");
        options.put("topics.regex", "ods.*");

        CassandraSinkConnectorIT.assertBlamed(
                options, "table.template", "There is no table " + keyspace.name() + ".client");
    }

    @Test
    void aMappedColumnThatTheTableHasNotIsNamed() {
        CassandraSinkConnectorIT.assertBlamed(
                options("column.mapping", "ID:id,NR:card_no"),
                "column.mapping",
                "Table " + keyspace.name() + ".card has no column card_no, which is named for field NR");
        CassandraSinkConnectorIT.assertBlamed(
                options("column.mapping.ods.CARD", "NR:card_no"), "column.mapping.ods.CARD", "no column card_no");
    }

    @Test
    void aMappingForAllTopicsNeedsItsColumnsInOneTableOnly() {
        keyspace.run("create table %s.client (id int primary key, born date)");

        CassandraSinkConnectorIT.assertNotBlamed(options(
                "topics",
                "ods.CARD,ods.CLIENT",
                "table.template.ods.CLIENT",
                keyspace.name() + ".client",
                "column.mapping",
                "A:name,B:born"));
    }

    @Test
    void aMappingOfATopicThatIsNoPairIsNamed() {
        CassandraSinkConnectorIT.assertBlamed(
                options("column.mapping.ods.CARD", "NR"), "column.mapping.ods.CARD", "FIELD:column");
    }

    @Test
    void aHistoryNeedsItsColumns() {
        CassandraSinkConnectorIT.assertBlamed(
                options("write.mode", "history"),
                "history.position.column",
                "Table " + keyspace.name() + ".card has no clustering column position of type bigint");

        keyspace.run("create table %s.past (id int, position bigint, operation text, committed timestamp,"
                + " primary key (id, position))");
        CassandraSinkConnectorIT.assertBlamed(
                options("write.mode", "history", "table.template", keyspace.name() + ".past"),
                "history.commit.time.column",
                "no column commit_time of type timestamp or bigint");
        CassandraSinkConnectorIT.assertNotBlamed(options(
                "write.mode",
                "history",
                "table.template",
                keyspace.name() + ".past",
                "history.commit.time.column",
                "committed"));
    }

    @Test
    void aTableThatWillBeMadeIsNotMissedButItsKeyspaceIs() {
        CassandraSinkConnectorIT.assertNotBlamed(
                options("auto.create", "true", "table.template", keyspace.name() + ".client"));
        CassandraSinkConnectorIT.assertBlamed(
                options("auto.create", "true", "table.template", "elsewhere.client"),
                "auto.create.replication",
                "There is no keyspace elsewhere");
        CassandraSinkConnectorIT.assertNotBlamed(options(
                "auto.create",
                "true",
                "auto.create.replication",
                "datacenter1:1",
                "table.template",
                "elsewhere.client"));
    }

    @Test
    void copiesThatTheClusterCannotHoldAreNamed() {
        String[] making = {"auto.create", "true", "table.template", "elsewhere.client", "auto.create.replication", ""};
        making[5] = "datacenter1:99";
        CassandraSinkConnectorIT.assertBlamed(
                options(making), "auto.create.replication", "Data centre datacenter1 has", "cannot hold 99 copies");
        making[5] = "datacenter1:1,mars:1";
        CassandraSinkConnectorIT.assertBlamed(
                options(making), "auto.create.replication", "no data centre mars, but datacenter1");
    }

    @Test
    void aQuotedColumnInTheWrongCaseIsToldTheRightOne() {
        keyspace.run("create table %s.quoted (id int primary key, \"Name\" text)");
        CassandraSinkConnectorIT.assertBlamed(
                options("table.template", keyspace.name() + ".quoted", "column.mapping.ods.CARD", "HOLDER:NAME"),
                "column.mapping.ods.CARD",
                "no column NAME",
                "it has Name, and upper and lower case are different");
    }

    @Test
    void anOptionOfATopicThatIsNotReadIsNamed() {
        for (String option : new String[] {"column.mapping.ods.CRAD", "auto.create.partition.key.ods.CRAD"}) {
            CassandraSinkConnectorIT.assertBlamed(
                    options(option, "NR:id"), option, "It does nothing, as the connector reads neither this topic");
        }
        CassandraSinkConnectorIT.assertBlamed(
                options("table.template.ods.CRAD", keyspace.name() + ".card"),
                "table.template.ods.CRAD",
                "correct the topic");
    }

    private Map<String, String> options(String... more) {
        Map<String, String> options = keyspace.options("card", more);
        options.putIfAbsent("topics", "ods.CARD");
        options.put("connector.class", CassandraSinkConnector.class.getName());
        return options;
    }
}
