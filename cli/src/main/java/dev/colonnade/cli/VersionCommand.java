package dev.colonnade.cli;

import dev.colonnade.cli.console.Console;
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
        // The manifest of the jar has the version; classes run from a folder have none.
        String version =
                Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
        console.say("colonnade %s", version);
        console.say("%s %s", System.getProperty("java.vm.name"), Runtime.version());
        console.say(
                "%s %s %s",
                System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("os.arch"));
        return 0;
    }
}
