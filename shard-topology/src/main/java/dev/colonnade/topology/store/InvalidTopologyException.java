package dev.colonnade.topology.store;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that can't be used; its message has one line for each of the first problems. */
public final class InvalidTopologyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Problems beyond these are only counted in the message. */
    private static final int LINES_MAX = 50;

    private final transient List<Problem> problems;

    InvalidTopologyException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<Problem> problems) {
        String lines = problems.stream().limit(LINES_MAX).map(Problem::toString).collect(Collectors.joining("\n"));
        return problems.size() > LINES_MAX ? lines + "\nand " + (problems.size() - LINES_MAX) + " more" : lines;
    }

    /** In the order of the file's sections; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
