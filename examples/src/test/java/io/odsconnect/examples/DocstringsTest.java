package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever opens a public type finds a sentence on what it is for, and in each package one on what belongs there. */
class DocstringsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect-common",
                "common-smt",
                "connect-db2-source",
                "connect-redis-sink",
                "connect-aerospike-sink",
                "connect-cassandra-sink",
                "testbed",
                "examples"
            })
    void everyPublicTypeHasADocstring(String module) throws IOException {
        List<String> without = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources(module)));
            DocTrees docs = DocTrees.instance(task);
            int types = 0;
            for (CompilationUnitTree unit : task.parse()) {
                PublicTypes scan = new PublicTypes(docs);
                scan.scan(unit, without);
                types += scan.seen;
            }
            assertThat(types).isPositive();
        }
        assertThat(without).isEmpty();
    }

    @Test
    void everyPackageHasAPackageInfo() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            assertThat(files.filter(file -> file.toString().contains("/src/main/java/")
                                    && file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct())
                    .isNotEmpty()
                    .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                            .content()
                            .contains("/**"));
        }
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    /** Collects the public types of a file that have no docstring, nested ones included. */
    private static final class PublicTypes extends TreePathScanner<Void, List<String>> {

        private final DocTrees docs;
        private int seen;

        PublicTypes(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, List<String> without) {
            if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                seen++;
                if (docs.getDocComment(getCurrentPath()) == null) {
                    without.add(getCurrentPath()
                                    .getCompilationUnit()
                                    .getSourceFile()
                                    .getName() + ": " + type.getSimpleName());
                }
            }
            return super.visitClass(type, without);
        }
    }
}
