package io.odsconnect.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Dependencies point one way: plugins know connect-common, connect-common knows Connect's API, nobody knows a plugin. */
@AnalyzeClasses(
        packages = "io.odsconnect",
        importOptions = {DoNotIncludeTests.class, DependencyDirectionTest.DoNotIncludeLibraries.class})
class DependencyDirectionTest {

    @ArchTest
    static final ArchRule COMMON_KNOWS_CONNECTS_API_AND_NOTHING_ELSE = classes()
            .that()
            .resideInAPackage("io.odsconnect.common..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.odsconnect.common..",
                    "java..",
                    "javax.management..",
                    "javax.net.ssl..",
                    "org.apache.kafka.common..",
                    "org.apache.kafka.clients..",
                    "org.apache.kafka.connect..",
                    "org.slf4j..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule A_TRANSFORM_KNOWS_NO_CONNECTOR = knowsOnlyItselfAndCommon("io.odsconnect.smt..");

    @ArchTest
    static final ArchRule THE_SOURCE_KNOWS_NO_SINK = knowsOnlyItselfAndCommon("io.odsconnect.db2..");

    @ArchTest
    static final ArchRule THE_PACKAGES_OF_THE_SOURCE_HAVE_NO_CYCLE =
            slices().matching("io.odsconnect.db2.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_REDIS_SINK_KNOWS_NO_OTHER_STORE = knowsOnlyItselfAndCommon("io.odsconnect.redis..");

    @ArchTest
    static final ArchRule THE_AEROSPIKE_SINK_KNOWS_NO_OTHER_STORE =
            knowsOnlyItselfAndCommon("io.odsconnect.aerospike..");

    @ArchTest
    static final ArchRule THE_CASSANDRA_SINK_KNOWS_NO_OTHER_STORE =
            knowsOnlyItselfAndCommon("io.odsconnect.cassandra..");

    @ArchTest
    static final ArchRule THE_TESTBED_KNOWS_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage("io.odsconnect.testbed..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.odsconnect..").and(resideOutsideOfPackages("io.odsconnect.testbed..")));

    @ArchTest
    static final ArchRule NO_PACKAGE_OF_COMMON_IS_IN_A_CYCLE = hasNoCycles("io.odsconnect.common");

    @ArchTest
    static final ArchRule NO_PACKAGE_OF_THE_TRANSFORMS_IS_IN_A_CYCLE = hasNoCycles("io.odsconnect.smt");

    @ArchTest
    static final ArchRule NO_PACKAGE_OF_THE_REDIS_SINK_IS_IN_A_CYCLE = hasNoCycles("io.odsconnect.redis");

    @ArchTest
    static final ArchRule NO_PACKAGE_OF_THE_AEROSPIKE_SINK_IS_IN_A_CYCLE = hasNoCycles("io.odsconnect.aerospike");

    @ArchTest
    static final ArchRule NO_PACKAGE_OF_THE_CASSANDRA_SINK_IS_IN_A_CYCLE = hasNoCycles("io.odsconnect.cassandra");

    private static ArchRule hasNoCycles(String root) {
        return slices().assignedFrom(new PackagesBelow(root)).should().beFreeOfCycles();
    }

    /** Leaves out the libraries that the transforms carry under names of their own. */
    static final class DoNotIncludeLibraries implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/shaded/");
        }
    }

    /** Takes each package as a slice, the root itself as well. */
    private record PackagesBelow(String root) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(root) || name.startsWith(root + ".")
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + root;
        }
    }

    private static ArchRule knowsOnlyItselfAndCommon(String plugin) {
        return noClasses()
                .that()
                .resideInAPackage(plugin)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.odsconnect..")
                        .and(resideOutsideOfPackages(plugin, "io.odsconnect.common..")));
    }
}
