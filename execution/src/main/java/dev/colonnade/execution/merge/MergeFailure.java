package dev.colonnade.execution.merge;

/** Why a merge fails, in the fields of an ErrorResponse. */
public sealed interface MergeFailure {
    String sqlState();

    String message();

    /** Empty for none. */
    default String detail() {
        return "";
    }

    /** Empty for none. */
    default String hint() {
        return "";
    }

    /** Found before anything runs: the step needs an order, an equality or an addition that isn't known for the column's type. */
    record UnmergeableType(String column, int typeOid, String step) implements MergeFailure {
        @Override
        public String sqlState() {
            return "0A000";
        }

        @Override
        public String message() {
            return step + " over several shards is not supported for the type of " + column;
        }

        @Override
        public String detail() {
            return "The proxy can't reproduce PostgreSQL's " + step + " for values of the type with OID "
                    + Integer.toUnsignedString(typeOid) + ".";
        }

        @Override
        public String hint() {
            return "Restrict the statement to one shard, or cast the expression to a built-in type such as text or numeric.";
        }
    }

    /** The rows that a step has to hold at once don't fit. */
    record BudgetExceeded(String step, String budget, long bytesMax) implements MergeFailure {
        @Override
        public String sqlState() {
            return "54000";
        }

        @Override
        public String message() {
            return "merging the rows of several shards needs more memory than the " + budget + " allows";
        }

        @Override
        public String detail() {
            return "The step " + step + " would hold more than " + bytesMax + " bytes.";
        }

        @Override
        public String hint() {
            return "Restrict the statement to one shard, return fewer rows or groups, or raise the budget.";
        }
    }

    /** A merged aggregate leaves its type's range, as it would on one PostgreSQL. */
    record OutOfRange(String sqlState, String message) implements MergeFailure {}

    /** A branch sent what isn't a row of the announced columns. */
    record MalformedRow(int branch, String what) implements MergeFailure {
        @Override
        public String sqlState() {
            return "08P01";
        }

        @Override
        public String message() {
            return "a server sent a malformed row";
        }

        @Override
        public String detail() {
            return "Branch " + branch + ": " + what + ".";
        }
    }

    /** More rows or bytes would be moved than a statement may. */
    record MotionTooLarge(String fragments, long max, String unit) implements MergeFailure {
        @Override
        public String sqlState() {
            return "54000";
        }

        @Override
        public String message() {
            return "finishing this statement needs more rows than may be moved";
        }

        @Override
        public String detail() {
            return "More than " + max + " " + unit + " of " + fragments + " would go to one database.";
        }

        @Override
        public String hint() {
            return "Filter or aggregate more, give a value for the shard key, or raise the limit.";
        }
    }

    /** The operator or the session has switched motion off. */
    record MotionOff() implements MergeFailure {
        @Override
        public String sqlState() {
            return "0A000";
        }

        @Override
        public String message() {
            return "this statement would have to be finished over rows moved to one database";
        }

        @Override
        public String detail() {
            return "That is switched off: limits.motion_rows is 0, or colonnade.motion is off.";
        }

        @Override
        public String hint() {
            return "Give a value for the shard key, or SET colonnade.motion TO on.";
        }
    }

    /** What the databases say of the columns shows that the statement can't be finished elsewhere. */
    record NotStageable(String why) implements MergeFailure {
        @Override
        public String sqlState() {
            return "0A000";
        }

        @Override
        public String message() {
            return "cannot finish this statement over several databases";
        }

        @Override
        public String detail() {
            return why + ".";
        }

        @Override
        public String hint() {
            return "Give a value for the shard key, or cast the expression to another type.";
        }
    }
}
