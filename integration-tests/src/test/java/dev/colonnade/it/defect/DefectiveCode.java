package dev.colonnade.it.defect;

import dev.colonnade.planner.plan.RowMerge;
import dev.colonnade.planner.plan.RowMerge.MergeStep;
import dev.colonnade.planner.plan.RowMerge.SortKey;
import io.netty.buffer.ByteBuf;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** The code of the defects: woven into the proxy's methods, so it may only use what is public. */
public final class DefectiveCode {
    private DefectiveCode() {}

    /** Around MergePipeline.row. */
    public static final class SkipOneBranch {
        private SkipOneBranch() {}

        /** @return true where the row is dropped */
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        public static boolean enter(@Advice.Argument(0) int branch, @Advice.Argument(1) ByteBuf row) {
            if (branch != 1) {
                return false;
            }
            row.release();
            return true;
        }
    }

    /** At the start of MergePipeline's constructor. */
    public static final class NoLimit {
        private NoLimit() {}

        @Advice.OnMethodEnter
        public static void enter(@Advice.Argument(value = 0, readOnly = false) RowMerge merge) {
            merge = withoutLimit(merge);
        }
    }

    /** At the start of MergePipeline's constructor. */
    public static final class NullsAtTheOtherEnd {
        private NullsAtTheOtherEnd() {}

        @Advice.OnMethodEnter
        public static void enter(@Advice.Argument(value = 0, readOnly = false) RowMerge merge) {
            merge = nullsAtTheOtherEnd(merge);
        }
    }

    /** At the start of SplitAggregates.partial. */
    public static final class AverageOfAverages {
        private AverageOfAverages() {}

        @Advice.OnMethodEnter
        public static void enter(@Advice.Argument(value = 0, readOnly = false) String function) {
            function = function.equals("sum") ? "avg" : "(count(*) > 0)::int8 + 0 * count";
        }
    }

    public static RowMerge withoutLimit(RowMerge merge) {
        return new RowMerge(
                merge.hidden(),
                merge.steps().stream()
                        .filter(step -> !(step instanceof MergeStep.LimitOffset))
                        .toList(),
                merge.tag());
    }

    public static RowMerge nullsAtTheOtherEnd(RowMerge merge) {
        return new RowMerge(
                merge.hidden(),
                merge.steps().stream().map(DefectiveCode::flipped).toList(),
                merge.tag());
    }

    private static MergeStep flipped(MergeStep step) {
        return switch (step) {
            case MergeStep.MergeSort(List<SortKey> keys) -> new MergeStep.MergeSort(flipped(keys));
            case MergeStep.Sort(List<SortKey> keys) -> new MergeStep.Sort(flipped(keys));
            default -> step;
        };
    }

    private static List<SortKey> flipped(List<SortKey> keys) {
        return keys.stream()
                .map(key -> new SortKey(key.column(), key.descending(), !key.nullsFirst()))
                .toList();
    }
}
