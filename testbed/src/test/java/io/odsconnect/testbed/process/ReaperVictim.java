package io.odsconnect.testbed.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What {@link ReaperIT} ends: a JVM with a child, a child that heeds no signal and keeps on writing, and a folder. */
final class ReaperVictim {

    private ReaperVictim() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = WorkFolder.create("victim").path();
        Files.writeString(Files.createDirectories(folder.resolve("deep")).resolve("file"), "data");
        ChildProcess child = ChildProcess.start("child", folder, List.of("sleep", "1000"));
        ChildProcess stubborn = ChildProcess.start(
                "stubborn",
                folder,
                List.of(
                        "/bin/sh",
                        "-c",
                        "trap '' INT TERM HUP; i=0; while :; do i=$((i+1)); echo x > file$((i % 500)); done"));
        stubborn.await(Duration.ofSeconds(30), () -> Files.exists(folder.resolve("file7")));
        System.out.println(ProcessHandle.current().pid() + " " + child.pid() + " " + stubborn.pid() + " " + folder);
        Thread.sleep(Long.MAX_VALUE);
    }
}
