package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The client's text with edits. Parameters that an edit takes away leave no gap: the rest is numbered anew. Not thread-safe. */
public final class BranchText {
    private static final Pattern PARAMETER = Pattern.compile("\\$[0-9]+");

    private final String text;
    private final List<Expr.Param> parameters;
    private final List<Edit> edits = new ArrayList<>();

    /** @param parameters all of the statement's, wherever they stand */
    public BranchText(String text, List<Expr.Param> parameters) {
        this.text = text;
        this.parameters = parameters.stream()
                .sorted(Comparator.comparingInt(p -> p.span().start()))
                .toList();
    }

    /** A part of the new text. */
    public sealed interface Part {
        /** As it stands here. */
        record Written(String text) implements Part {}

        /** A copy of a part of the client's text. */
        record Copied(Span span) implements Part {}
    }

    private record Edit(Span span, List<Part> replacement) {}

    /**
     * What came out.
     *
     * @param parameters which of the client's parameters (from 0) stand for $1, $2 ...; null for all, in order
     */
    public record Result(String sql, int @Nullable [] parameters) {}

    public static Part written(String text) {
        return new Part.Written(text);
    }

    public static Part copied(Span span) {
        return new Part.Copied(span);
    }

    /** The original text of a span. */
    public String original(Span span) {
        return span.of(text);
    }

    /** Whether the next character behind a span that isn't a blank is this one. */
    boolean isFollowedBy(Span span, char character) {
        int at = span.end();
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == character;
    }

    /** Edits never overlap. */
    public void replace(Span span, Part... replacement) {
        edits.add(new Edit(span, List.of(replacement)));
    }

    public void insert(int at, Part... added) {
        replace(new Span(at, at), added);
    }

    public void remove(Span span) {
        replace(span);
    }

    public Result result() {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        List<Edit> sorted = edits.stream()
                .sorted(Comparator.comparingInt(edit -> edit.span().start()))
                .toList();
        for (Edit edit : sorted) {
            parts.add(new Part.Copied(new Span(at, edit.span().start())));
            parts.addAll(edit.replacement());
            at = edit.span().end();
        }
        parts.add(new Part.Copied(new Span(at, text.length())));
        return assembled(parts);
    }

    private Result assembled(List<Part> parts) {
        TreeSet<Integer> kept = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Part.Copied(Span span)) {
                inside(span).forEach(parameter -> kept.add(parameter.number()));
            }
        }
        int highest = parameters.stream().mapToInt(Expr.Param::number).max().orElse(0);
        long distinct =
                parameters.stream().mapToInt(Expr.Param::number).distinct().count();
        boolean all = kept.size() == distinct;
        if (!all && PARAMETER.matcher(text).results().count() != parameters.size()) {
            throw Refusals.refuse(
                    RefusalCode.UNPARSED,
                    "cannot number the parameters anew for several databases",
                    "One of them stands where the planner doesn't look, or a text constant has a dollar sign before a digit.",
                    "Pass the text as a parameter, or give a value for the shard key.");
        }
        int[] numbers = kept.stream().mapToInt(number -> number - 1).toArray();
        StringBuilder sql = new StringBuilder(text.length() + 64);
        for (Part part : parts) {
            switch (part) {
                case Part.Written(String written) -> sql.append(written);
                case Part.Copied(Span span) -> append(sql, span, all ? null : numbers);
            }
        }
        return new Result(sql.toString(), all || highest == 0 ? null : numbers);
    }

    private void append(StringBuilder sql, Span span, int @Nullable [] numbers) {
        int at = span.start();
        if (numbers != null) {
            for (Expr.Param parameter : inside(span)) {
                sql.append(text, at, parameter.span().start());
                sql.append('$').append(Arrays.binarySearch(numbers, parameter.number() - 1) + 1);
                at = parameter.span().end();
            }
        }
        sql.append(text, at, span.end());
    }

    private List<Expr.Param> inside(Span span) {
        return parameters.stream()
                .filter(p -> p.span().start() >= span.start() && p.span().end() <= span.end())
                .toList();
    }
}
