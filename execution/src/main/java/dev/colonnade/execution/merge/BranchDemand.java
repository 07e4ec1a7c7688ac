package dev.colonnade.execution.merge;

/** Told when a branch may be read again. */
@FunctionalInterface
public interface BranchDemand {
    /** {@link MergePipeline#wants} was false for this branch and is true now. Called within a call of the pipeline, after its rows went out. */
    void resume(int branch);
}
