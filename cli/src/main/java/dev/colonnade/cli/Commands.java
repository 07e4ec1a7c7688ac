package dev.colonnade.cli;

import dev.colonnade.cli.console.CommandFailure;
import dev.colonnade.cli.console.Console;
import dev.colonnade.topology.NearestName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new SqlCommand(console, installation))
                .addSubcommand(new VersionCommand(console));
        addHelp(line);
        line.setParameterExceptionHandler((wrong, parsed) -> explain(wrong, console));
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

    /** {@code --help} everywhere; {@code -h} where it isn't a host, as it is for those who know psql. */
    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version and leave.")
                        .build())
                .versionProvider(() -> VersionCommand.lines().toArray(String[]::new));
        addHelpOption(line.getCommandSpec());
        line.getSubcommands().values().stream()
                .filter(command -> !(command.getCommand() instanceof HelpCommand))
                .forEach(command -> addHelpOption(command.getCommandSpec()));
    }

    private static void addHelpOption(CommandSpec spec) {
        String[] names = spec.optionsMap().containsKey("-h") ? new String[] {"--help"} : new String[] {"-h", "--help"};
        spec.addOption(OptionSpec.builder(names)
                .usageHelp(true)
                .description("Print the options and leave.")
                .build());
    }

    /** One line says what is wrong, one what may be meant, one where to read on. */
    private static int explain(ParameterException wrong, Console console) {
        CommandLine at = wrong.getCommandLine();
        console.complain("colonnade: " + wrong.getMessage());
        String nearest = wrong instanceof UnmatchedArgumentException unmatched ? nearest(unmatched) : null;
        if (nearest != null) {
            console.complain("Did you mean " + nearest + "?");
        }
        boolean top = at.getParent() == null;
        console.complain("'colonnade help" + (top ? "" : " " + at.getCommandName()) + "' lists "
                + (top ? "the commands." : "the options."));
        return CommandLine.ExitCode.USAGE;
    }

    private static @Nullable String nearest(UnmatchedArgumentException unmatched) {
        CommandLine at = unmatched.getCommandLine();
        String written = unmatched.getUnmatched().getFirst();
        int value = written.indexOf('=');
        String name = value < 0 ? written : written.substring(0, value);
        return NearestName.to(
                name,
                name.startsWith("-")
                        ? at.getCommandSpec().optionsMap().keySet()
                        : at.getSubcommands().keySet());
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
