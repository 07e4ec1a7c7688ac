package dev.colonnade.planner.explain;

public final class PlanPrinter {
    private PlanPrinter() {}

    public static java.util.List<String> mergeSteps(Object o) {
        return java.util.List.of();
    }

    public static String print(Object o) {
        return o.toString();
    }
}
