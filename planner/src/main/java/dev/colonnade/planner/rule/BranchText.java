package dev.colonnade.planner.rule;

import dev.colonnade.planner.ast.Expr;
import dev.colonnade.planner.ast.Span;
import dev.colonnade.planner.plan.RefusalCode;
import dev.colonnade.planner.refusal.Refusals;
import dev.colonnade.planner.shape.AstNodes;
import dev.colonnade.planner.sql.SqlTokens;
import dev.colonnade.planner.sql.TokenShift;
import dev.colonnade.planner.sql.TokenShift.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The client's text with edits. Parameters that an edit takes away leave no gap: the rest is numbered anew. Not thread-safe. */
public final class BranchText {
    private final String text;
    private final List<Expr.Param> parameters;
    private final List<Expr.Literal> literals;
    private final List<Edit> edits = new ArrayList<>();
    private @Nullable SqlTokens tokens;

    /**
     * @param parameters all of the statement's, wherever they stand
     * @param literals likewise
     */
    public BranchText(String text, List<Expr.Param> parameters, List<Expr.Literal> literals) {
        this.text = text;
        this.parameters = parameters.stream()
                .sorted(Comparator.comparingInt(p -> p.span().start()))
                .toList();
        this.literals = literals;
    }

    /** Of all of a statement. */
    public static BranchText of(String text, AstNodes nodes) {
        return new BranchText(text, nodes.parameters(), nodes.literals());
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
     * @param pieces what {@code sql} is made of
     */
    public record Result(String sql, int @Nullable [] parameters, List<Piece> pieces) {
        public Result {
            pieces = List.copyOf(pieces);
        }

        /** A text without edits. */
        public static Result unchanged(String text) {
            Edge end = new Edge(text.length(), false);
            return new Result(text, null, List.of(new Piece.Copied(new Edge(0, true), end)));
        }

        /**
         * The same edits of another text.
         *
         * @throws TokenShift.NoSuchPlaceException where one of them isn't at a token
         */
        Result at(TokenShift shift) {
            if (pieces.size() == 1) {
                return unchanged(shift.text());
            }
            StringBuilder edited = new StringBuilder(shift.text().length() + 64);
            for (Piece piece : pieces) {
                switch (piece) {
                    case Piece.Written(String written) -> edited.append(written);
                    case Piece.Copied(Edge from, Edge to) -> edited.append(shift.text(), shift.of(from), shift.of(to));
                }
            }
            return new Result(edited.toString(), parameters, pieces);
        }
    }

    /** A piece of what came out, parameters numbered anew. */
    public sealed interface Piece {
        record Written(String text) implements Piece {}

        record Copied(Edge from, Edge to) implements Piece {}
    }

    public static Part written(String text) {
        return new Part.Written(text);
    }

    public static Part copied(Span span) {
        return new Part.Copied(span);
    }

    /** The original text of a span, to be shown: what is planned then holds only for the literals in it. */
    public String original(Span span) {
        for (Expr.Literal literal : literals) {
            if (literal.span().start() >= span.start() && literal.span().end() <= span.end()) {
                literal.value();
            }
        }
        return span.of(text);
    }

    /** As {@link #original}, to be compared: without blanks, comments and the case of names. */
    public String canonical(Span span) {
        return SqlTokens.canonical(original(span));
    }

    /** Whether the next token behind a span is this one. */
    boolean isFollowedBy(Span span, char punctuation) {
        return tokens().isFollowedBy(span.end(), punctuation);
    }

    private SqlTokens tokens() {
        SqlTokens known = tokens;
        if (known == null) {
            known = SqlTokens.of(text);
            tokens = known;
        }
        return known;
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
        if (edits.isEmpty()) {
            return Result.unchanged(text);
        }
        List<Piece> pieces = new ArrayList<>();
        Edge at = new Edge(0, true);
        List<Edit> sorted = edits.stream()
                .sorted(Comparator.comparingInt(edit -> edit.span().start()))
                .toList();
        for (Edit edit : sorted) {
            boolean inserted = edit.span().start() == edit.span().end();
            pieces.add(new Piece.Copied(at, new Edge(edit.span().start(), inserted)));
            for (Part part : edit.replacement()) {
                pieces.add(
                        switch (part) {
                            case Part.Written(String written) -> new Piece.Written(written);
                            case Part.Copied(Span span) ->
                                new Piece.Copied(new Edge(span.start(), false), new Edge(span.end(), true));
                        });
            }
            at = new Edge(edit.span().end(), true);
        }
        pieces.add(new Piece.Copied(at, new Edge(text.length(), false)));
        return numbered(pieces);
    }

    private Result numbered(List<Piece> pieces) {
        TreeSet<Integer> kept = new TreeSet<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Copied copied) {
                inside(copied).forEach(parameter -> kept.add(parameter.number()));
            }
        }
        long distinct =
                parameters.stream().mapToInt(Expr.Param::number).distinct().count();
        if (kept.size() == distinct) {
            return assembled(pieces, null);
        }
        if (tokens().parameters() != parameters.size()) {
            throw Refusals.refuse(
                    RefusalCode.UNPARSED,
                    "cannot number the parameters anew for several databases",
                    "One of them stands where the planner doesn't look.",
                    "Give a value for the shard key.");
        }
        int[] numbers = kept.stream().mapToInt(number -> number - 1).toArray();
        List<Piece> numbered = new ArrayList<>();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Written written -> numbered.add(written);
                case Piece.Copied copied -> number(copied, numbers, numbered);
            }
        }
        return assembled(numbered, numbers);
    }

    private void number(Piece.Copied copied, int[] numbers, List<Piece> numbered) {
        Edge at = copied.from();
        for (Expr.Param parameter : inside(copied)) {
            numbered.add(new Piece.Copied(at, new Edge(parameter.span().start(), false)));
            numbered.add(new Piece.Written("$" + (Arrays.binarySearch(numbers, parameter.number() - 1) + 1)));
            at = new Edge(parameter.span().end(), true);
        }
        numbered.add(new Piece.Copied(at, copied.to()));
    }

    private Result assembled(List<Piece> pieces, int @Nullable [] numbers) {
        StringBuilder sql = new StringBuilder(text.length() + 64);
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Written(String written) -> sql.append(written);
                case Piece.Copied(Edge from, Edge to) -> sql.append(text, from.offset(), to.offset());
            }
        }
        return new Result(sql.toString(), numbers, pieces);
    }

    private List<Expr.Param> inside(Piece.Copied copied) {
        return parameters.stream()
                .filter(p -> p.span().start() >= copied.from().offset()
                        && p.span().end() <= copied.to().offset())
                .toList();
    }
}
