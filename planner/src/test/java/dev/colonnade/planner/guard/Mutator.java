package dev.colonnade.planner.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes statements that nobody wrote out of some that somebody did: the same ones for the same seed. */
public final class Mutator {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|[A-Za-z_][\\w$]*|[0-9][\\w.]*|'[^']*+'|\"[^\"]*\"|\\$[0-9]+|::|[<>=!~|&@#^+*/%-]+|.", Pattern.DOTALL);
    private static final String STRAY = "()'\"$;,.:[]-+*/\\\u00e9\n";
    private static final int CHANGES_MAX = 4;

    private final Random random;
    private final List<List<String>> statements;

    public Mutator(List<String> statements, long seed) {
        random = new Random(seed);
        this.statements = statements.stream().map(Mutator::tokens).toList();
    }

    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    public String next() {
        List<String> tokens = new ArrayList<>(any());
        for (int changes = 1 + random.nextInt(CHANGES_MAX); changes > 0 && !tokens.isEmpty(); changes--) {
            change(tokens);
        }
        return String.join("", tokens);
    }

    private List<String> any() {
        return statements.get(random.nextInt(statements.size()));
    }

    private void change(List<String> tokens) {
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(9)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(at));
            case 2 -> tokens.add(at, tokens.remove(random.nextInt(tokens.size())));
            case 3 -> tokens.set(at, oneOf(any()));
            case 4 -> tokens.add(at, " " + oneOf(any()) + " ");
            case 5 -> tokens.addAll(at, piece(any()));
            case 6 ->
                tokens.subList(at, Math.min(tokens.size(), at + 1 + random.nextInt(5)))
                        .clear();
            case 7 -> {
                tokens.add(at, "(");
                tokens.add(at + 1 + random.nextInt(tokens.size() - at), ")");
            }
            default -> tokens.set(at, stray(tokens.get(at)));
        }
    }

    private String oneOf(List<String> tokens) {
        return tokens.isEmpty() ? "" : tokens.get(random.nextInt(tokens.size()));
    }

    private List<String> piece(List<String> tokens) {
        if (tokens.isEmpty()) {
            return tokens;
        }
        int from = random.nextInt(tokens.size());
        return tokens.subList(from, Math.min(tokens.size(), from + 1 + random.nextInt(12)));
    }

    private String stray(String token) {
        int at = random.nextInt(token.length() + 1);
        return token.substring(0, at) + STRAY.charAt(random.nextInt(STRAY.length())) + token.substring(at);
    }
}
