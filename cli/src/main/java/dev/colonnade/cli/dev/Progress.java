package dev.colonnade.cli.dev;

import dev.colonnade.cli.console.Console;

/** Tells a waiting person what is being done and how long each step took. */
final class Progress {
    private final Console console;
    private final long start = System.nanoTime();

    Progress(Console console) {
        this.console = console;
    }

    /** Something that may fail in its own way. */
    interface Step<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs one step and prints its name and its duration. */
    <T, E extends Exception> T step(String name, Step<T, E> step) throws E {
        long began = System.nanoTime();
        console.out().print(name + " ...");
        console.out().flush();
        boolean done = false;
        try {
            T result = step.run();
            done = true;
            return result;
        } finally {
            console.say(done ? " %.1f s" : " failed after %.1f s", seconds(began));
        }
    }

    /** Seconds since the first step. */
    double seconds() {
        return seconds(start);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
