package dev.colonnade.cli;

import dev.colonnade.cli.console.Console;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the versions of Colonnade, Java and the operating system.")
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        lines().forEach(line -> console.say("%s", line));
        return 0;
    }

    static List<String> lines() {
        // The manifest of the jar has the version; classes run from a folder have none.
        String version =
                Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
        return List.of(
                "colonnade " + version,
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                String.join(
                        " ",
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch")));
    }
}
