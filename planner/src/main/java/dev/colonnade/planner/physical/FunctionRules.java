package dev.colonnade.planner.physical;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.FunctionUse;
import dev.colonnade.planner.shape.StatementShape;
import dev.colonnade.planner.shape.World;

/** Which functions may be called where. */
final class FunctionRules {
    private FunctionRules() {}

    /** What is refused wherever the statement runs. */
    static void checkAnywhere(FunctionUse functions, World world, StatementShape shape, String text) {
        if (functions.firstSession() != null) {
            Expr.Call call = functions.firstSession();
            throw Refusals.refuse(
                    call.span(),
                    RefusalCode.SESSION_STATE,
                    "cannot call " + call.simpleName() + "()",
                    "It depends on the state of one server session, and statements of one client may run in several.",
                    hintForSession(call.simpleName()));
        }
        if (functions.firstUser() != null && world.hasShardedTables()) {
            throw userFunction(functions.firstUser());
        }
        if (functions.firstUnknown() != null && !shape.requirements().isEmpty()) {
            Expr.Call call = functions.firstUnknown();
            throw Refusals.refuse(
                    call.span(),
                    RefusalCode.UNKNOWN_FUNCTION,
                    "cannot call " + call.span().of(text) + " beside sharded tables yet",
                    "The function isn't in the catalogue as it was last read, so it isn't known what it does.",
                    "Try again in a moment.");
        }
    }

    /** What is refused where several databases would each work it out. */
    static void checkScatter(FunctionUse functions) {
        if (functions.firstVolatile() != null) {
            Expr.Call call = functions.firstVolatile();
            throw Refusals.refuse(
                    call.span(),
                    RefusalCode.VOLATILE,
                    "cannot call " + call.simpleName() + "() over several databases",
                    "The function is volatile: each database would work out values of its own.",
                    "Work the value out in the application and pass it as a parameter, or give a value for the shard key.");
        }
        if (functions.anyUser() != null) {
            throw userFunction(functions.anyUser());
        }
    }

    private static RuntimeException userFunction(Expr.Call call) {
        return Refusals.refuse(
                call.span(),
                RefusalCode.USER_FUNCTION,
                "cannot call user-defined function " + String.join(".", call.name()) + "()",
                "It may read tables that the statement doesn't name, and would see those of one database only.",
                "Write its query into the statement, or declare the function IMMUTABLE if it reads no table.");
    }

    private static String hintForSession(String function) {
        if (function.equals("set_config")) {
            return "Use SET.";
        }
        return function.contains("advisory") ? "Lock a row with SELECT ... FOR UPDATE." : "";
    }
}
