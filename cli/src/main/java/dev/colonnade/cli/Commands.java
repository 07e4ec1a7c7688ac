package dev.colonnade.cli;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.cli.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The tree of subcommands and what holds for all of them. */
@Command(
        name = "colonnade",
        description = "One PostgreSQL to its clients, many PostgreSQLs behind.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = HelpCommand.class,
        footer = {"", "'colonnade help COMMAND' tells a command's options."})
final class Commands implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log what happens inside, and stack traces, to standard error.")
    void verbose(boolean verbose) {
        if (verbose) {
            Logging.showAll();
        }
    }

    private Commands() {}

    /** The command line, ready to execute; printing goes to the console given. */
    static CommandLine line(Console console, Installation installation) {
        CommandLine line = new CommandLine(new Commands())
                .addSubcommand(new DevCommand(console, installation))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(new SqlCommand(console, installation))
                .addSubcommand(new VersionCommand(console));
        line.setOut(console.out());
        line.setErr(console.err());
        line.setExecutionExceptionHandler((failure, at, parsed) -> explain(failure, console));
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static int explain(Exception failure, Console console) {
        if (failure instanceof CommandFailure) {
            String.valueOf(failure.getMessage()).lines().forEach(line -> console.complain("colonnade: " + line));
        } else {
            console.complain("colonnade: " + failure + " (--verbose shows more)");
        }
        Logging.detail(failure);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
