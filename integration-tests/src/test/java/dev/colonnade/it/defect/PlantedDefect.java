package dev.colonnade.it.defect;

import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.colonnade.execution.merge.MergePipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * A classic mistake of sharding proxies, in the code that would make it. Classes of this JVM are changed while it is planted: one at a time,
 * and nothing else may run. A place that is no longer there is an error, not a test that passes.
 */
public enum PlantedDefect {
    /** The rows of one database never arrive. */
    SHARD_SKIPPED("scatter-filter", MergePipeline.class.getName(), "row", 2, DefectiveCode.SkipOneBranch.class),
    /** Each branch has its LIMIT, the merged rows have none. */
    LIMIT_NOT_REAPPLIED("limit-offset", MergePipeline.class.getName(), "<init>", 8, DefectiveCode.NoLimit.class),
    /** Every database's average counts the same, whatever it is the average of. */
    AVERAGE_OF_AVERAGES(
            "aggregates",
            "dev.colonnade.planner.rule.SplitAggregates",
            "partial",
            2,
            DefectiveCode.AverageOfAverages.class),
    /** NULLs are merged at the other end of where the branches put them. */
    NULL_ORDER("order-by", MergePipeline.class.getName(), "<init>", 8, DefectiveCode.NullsAtTheOtherEnd.class);

    private final String category;
    private final String place;
    private final String method;
    private final int arguments;
    private final Class<?> advice;

    PlantedDefect(String category, String place, String method, int arguments, Class<?> advice) {
        this.category = category;
        this.place = place;
        this.method = method;
        this.arguments = arguments;
        this.advice = advice;
    }

    /** The class of statements in which it must show. */
    public String category() {
        return category;
    }

    /** Runs with the defect in place, and takes it out again. */
    public void during(Runnable run) {
        try {
            Class<?> type = Class.forName(place);
            ElementMatcher.Junction<MethodDescription> where = (method.equals("<init>")
                            ? ElementMatchers.<MethodDescription>isConstructor()
                            : ElementMatchers.<MethodDescription>named(method))
                    .and(takesArguments(arguments));
            if (new TypeDescription.ForLoadedType(type)
                    .getDeclaredMethods()
                    .filter(where)
                    .isEmpty()) {
                throw new IllegalStateException("there is no such place in " + place);
            }
            ByteBuddyAgent.install();
            ClassReloadingStrategy reloading = ClassReloadingStrategy.fromInstalledAgent();
            new ByteBuddy()
                    .redefine(type)
                    .visit(Advice.to(advice).on(where))
                    .make()
                    .load(type.getClassLoader(), reloading);
            try {
                run.run();
            } finally {
                reloading.reset(type);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("there is no such place", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
