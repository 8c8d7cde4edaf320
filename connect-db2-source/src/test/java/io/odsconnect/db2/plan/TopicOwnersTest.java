package io.odsconnect.db2.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.event.TopicNames;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.NameAdjustment;
import org.junit.jupiter.api.Test;

class TopicOwnersTest {

    @Test
    void theNewcomerIsToldOfBothTablesAndTheTopic() {
        TopicOwners owners = new TopicOwners(new TopicNames("ods", ".bulk"));
        assertThat(owners.add(new TableId("F", "PAY#"))).isEmpty();
        assertThat(owners.add(new TableId("F", "PAY#"))).isEmpty();
        assertThat(owners.add(new TableId("F", "PAY$")).orElseThrow()).contains("F.PAY#", "F.PAY$", "topic ods.F.PAY_");
        assertThat(owners.add(new TableId("F", "PAY#.bulk")).orElseThrow()).contains("ods.F.PAY_.bulk");
        assertThat(owners.add(new TableId("F", "OTHER"))).isEmpty();
    }

    @Test
    void schemasThatWouldHaveOneNameMeetToo() {
        TopicNames names = new TopicNames("ods", ".bulk", ".compare", NameAdjustment.AVRO::schema);
        TopicOwners owners = new TopicOwners(names);
        assertThat(owners.add(new TableId("F", "A-B"))).isEmpty();
        assertThat(owners.add(new TableId("F", "A_B")).orElseThrow()).contains("schema name ods.F.A_B");
    }
}
