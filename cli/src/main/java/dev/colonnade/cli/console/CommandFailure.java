package dev.colonnade.cli.console;

/** A command that can't go on, for a reason its user can act on: printed as it stands, without a stack trace; exit code 1. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
