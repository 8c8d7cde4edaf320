package io.odsconnect.testbed.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPathTest {

    @TempDir
    Path folder;

    @Test
    void aZipIsUnpackedBelowThePathAndGoneAfterClose() throws IOException {
        Path path;
        try (PluginPath plugins = PluginPath.ofZips(List.of(PluginZip.write(folder)))) {
            path = plugins.path();
            assertThat(path.resolve("counting/lib/counting.jar")).isNotEmptyFile();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void anEntryThatLeavesTheFolderIsTurnedDown() throws IOException {
        Path zip = PluginZip.writeEntry(folder.resolve("bad.zip"), "../outside", new byte[] {1});

        assertThatThrownBy(() -> PluginPath.ofZips(List.of(zip))).hasMessageContaining("leaves its folder");
    }

    @Test
    void aModuleThatWasNotBuiltIsNamedWithTheCommandThatBuildsIt() {
        assertThatThrownBy(() -> PluginPath.ofModules("connect-nowhere"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("./mvnw -pl connect-nowhere -am package");
    }
}
