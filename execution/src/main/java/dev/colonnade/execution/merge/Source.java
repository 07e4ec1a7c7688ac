package dev.colonnade.execution.merge;

/** The first stage: where branches' rows come in. Decides in which order they go on. */
interface Source extends Stage {
    /** Takes the row's ownership. */
    void offer(Row row);

    /** The branch has no more rows. Called once per branch. */
    void done(int branch);

    /** Whether it holds no row. */
    boolean isEmpty();
}
