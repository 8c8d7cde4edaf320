package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links of the pages lead somewhere: to a file or folder of this repository, and to a heading of the page. */
class DocsLinksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^()\\s]+)\\)");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.(\\w+))?`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

    @Test
    void everyLinkOfAPageLeadsToAFileOrAHeadingThatExists() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(withoutCode(Files.readString(page)));
            while (link.find()) {
                if (link.group(1).matches("[a-z]+:.*")) {
                    continue;
                }
                links++;
                String[] target = link.group(1).split("#", 2);
                Path file = target[0].isEmpty() ? page : page.resolveSibling(target[0]);
                if (!Files.exists(file)) {
                    broken.add(ROOT.relativize(page) + ": no such file: " + link.group(1));
                } else if (target.length == 2
                        && file.toString().endsWith(".md")
                        && !anchors(Files.readString(file)).contains(target[1])) {
                    broken.add(ROOT.relativize(page) + ": no such heading: " + link.group(1));
                }
            }
        }
        assertThat(links).isGreaterThan(100);
        assertThat(broken).isEmpty();
    }

    @Test
    void theIndexLinksEveryPage() throws IOException {
        Path docs = ROOT.resolve("docs");
        String index = Files.readString(docs.resolve("README.md"));
        try (Stream<Path> files = Files.walk(docs)) {
            assertThat(files.filter(file -> file.toString().endsWith(".md"))
                            .map(file -> docs.relativize(file).toString())
                            .filter(name -> !name.equals("README.md")))
                    .allSatisfy(name -> assertThat(index).containsPattern("\\(" + Pattern.quote(name) + "[)#]"));
        }
    }

    /** A class or method that the page names is what a newcomer searches for. */
    @Test
    void theArchitecturePageNamesClassesAndMembersThatExist() throws IOException {
        Map<String, String> classes = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(file -> file.toString().matches(".*/src/(main|test)/java/.*\\.java"))
                    .toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                classes.merge(name, Files.readString(file), String::concat);
            }
        }
        String all = String.join("\n", classes.values());
        List<String> missing = new ArrayList<>();
        Matcher name = CLASS_NAME.matcher(withoutFences(Files.readString(ROOT.resolve("docs/architecture.md"))));
        int names = 0;
        while (name.find()) {
            names++;
            String member = name.group(2);
            String source = classes.get(name.group(1));
            boolean isKnown = source == null
                    ? Pattern.compile("\\b(class|record|interface|enum|import .*\\.)\\s*" + name.group(1) + "\\b")
                            .matcher(all)
                            .find()
                    : member == null
                            || Pattern.compile("\\b" + member + "\\b")
                                    .matcher(source)
                                    .find();
            if (!isKnown) {
                missing.add(name.group());
            }
        }
        assertThat(names).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("", "testbed", "benchmarks", "examples")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    /** Returns the anchors that GitHub makes of the headings. */
    private static Set<String> anchors(String page) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        Matcher heading = HEADING.matcher(withoutFences(page));
        while (heading.find()) {
            String text = heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
            String anchor = text.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\-_ ]", "")
                    .replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    private static String withoutCode(String page) {
        return withoutFences(page).replaceAll("`[^`\n]*`", "");
    }

    private static String withoutFences(String page) {
        return page.replaceAll("(?ms)^```.*?^```", "");
    }
}
