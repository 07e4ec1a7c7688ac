package dev.colonnade.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much of the log a person sees: warnings, or everything from level info. */
final class Logging {
    private Logging() {}

    static void showAll() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }

    /** Logs the stack trace of what {@link Commands} has already said in one line. */
    static void detail(Exception failure) {
        LoggerFactory.getLogger(Logging.class).info("the command failed", failure);
    }
}
