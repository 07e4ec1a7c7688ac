package dev.colonnade.planner.explain;

/** Something that prints itself in the one text form of plans. */
public interface Printable {
    /** Several lines, each ended by a line feed. */
    String print();
}
