package io.odsconnect.smt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.config.OptionTable;
import io.odsconnect.smt.predicates.HasOperation;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the option table of each page to the plugin. With {@code -Ddocs.write} the tables are written instead of compared. */
class OptionTablesTest {

    static Stream<String> pages() throws IOException {
        return Pages.transforms();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageHasTheOptionsThatItsPluginHas(String page) throws ReflectiveOperationException {
        String text = Pages.text(page);
        String expected = OptionTable.of(definition(page)).in(text);
        if (System.getProperty("docs.write") != null) {
            Pages.write(page, expected);
        }
        assertThat(Pages.text(page))
                .as("docs/" + page + "; bring it up to date with ./mvnw -pl common-smt -am test"
                        + " -Dtest=OptionTablesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write")
                .isEqualTo(expected);
    }

    private static ConfigDef definition(String page) throws ReflectiveOperationException {
        if (page.equals("smt/predicates.md")) {
            return HasOperation.CONFIG_DEF;
        }
        String plugin = page.substring("smt/".length(), page.length() - ".md".length());
        return (ConfigDef) Class.forName("io.odsconnect.smt." + plugin)
                .getField("CONFIG_DEF")
                .get(null);
    }
}
