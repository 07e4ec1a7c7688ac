package dev.colonnade.cli;

import dev.colonnade.cli.console.Console;

/** The command {@code colonnade}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int exitCode =
                Commands.line(Console.standard(), Installation.fromSystem()).execute(arguments);
        System.exit(exitCode);
    }
}
