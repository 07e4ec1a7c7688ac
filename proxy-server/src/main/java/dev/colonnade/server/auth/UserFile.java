package dev.colonnade.server.auth;

import dev.colonnade.server.config.Authentication;
import dev.colonnade.server.config.ConfigProblem;
import dev.colonnade.server.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may connect: lines of a quoted user name and a quoted verifier, as in PgBouncer's {@code userlist.txt}. Inside the quotes a
 * quote is written twice; lines that begin with {@code ;} or {@code #} are comments. Immutable.
 */
public final class UserFile {
    private static final Pattern LINE = Pattern.compile("\\s*\"((?:[^\"]|\"\")*)\"\\s+\"((?:[^\"]|\"\")*)\"\\s*");

    private final Map<String, ScramVerifier> verifiers;
    private final int usualIterations;

    private UserFile(Map<String, ScramVerifier> verifiers) {
        this.verifiers = Map.copyOf(verifiers);
        this.usualIterations = verifiers.values().stream()
                .collect(Collectors.groupingBy(ScramVerifier::iterations, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(ScramVerifier.DEFAULT_ITERATIONS);
    }

    /**
     * The users that a configuration names.
     *
     * @throws InvalidConfigException with every line that isn't right
     */
    public static UserFile of(Authentication.ScramSha256 scram) {
        return parse(scram.usersFile().toString(), scram.users().reveal());
    }

    /**
     * Reads the text of a user file.
     *
     * @param file its name, for messages
     * @throws InvalidConfigException with every line that isn't right
     */
    public static UserFile parse(String file, String text) {
        Map<String, ScramVerifier> verifiers = new LinkedHashMap<>();
        List<ConfigProblem> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
                continue;
            }
            try {
                add(line, verifiers);
            } catch (IllegalArgumentException e) {
                String message = e.getMessage() == null ? "expected a user" : e.getMessage();
                problems.add(new ConfigProblem(file, "line " + (i + 1), null, message, null));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return new UserFile(verifiers);
    }

    /** What is kept of a user's password; empty for a user who isn't listed. */
    public Optional<ScramVerifier> verifier(String user) {
        return Optional.ofNullable(verifiers.get(user));
    }

    /** How many users there are. */
    public int size() {
        return verifiers.size();
    }

    /** The iterations that most users' verifiers have: what a user who doesn't exist is asked for, too. */
    int usualIterations() {
        return usualIterations;
    }

    @Override
    public String toString() {
        return "UserFile[" + verifiers.size() + " users]";
    }

    private static void add(String line, Map<String, ScramVerifier> verifiers) {
        Matcher form = LINE.matcher(line);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected \"user\" \"SCRAM-SHA-256$...\", both in double quotes");
        }
        Function<Integer, String> field = group -> form.group(group).replace("\"\"", "\"");
        String user = field.apply(1);
        if (user.isEmpty()) {
            throw new IllegalArgumentException("the user name is empty");
        }
        if (verifiers.putIfAbsent(user, ScramVerifier.parse(field.apply(2))) != null) {
            throw new IllegalArgumentException("user " + user + " is listed twice");
        }
    }
}
