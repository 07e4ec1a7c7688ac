package dev.colonnade.admin.document;

import dev.colonnade.admin.port.Explanation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /v1/explain}, and a line of {@code colonnade explain}: either reason, branches and merge, or an error.
 *
 * @param stage {@code parse} where the syntax wasn't understood, else {@code plan}
 * @param verdict {@code refused} where there is an error
 */
public record ExplainDocument(
        String stage,
        String verdict,
        @Nullable String reason,
        @Nullable List<Branch> branches,
        @Nullable List<String> merge,
        @Nullable Refusal error) {

    public static ExplainDocument of(Explanation explanation) {
        return switch (explanation) {
            case Explanation.Planned(
                    Explanation.Stage stage,
                    String verdict,
                    String reason,
                    List<Explanation.Branch> branches,
                    List<String> merge) ->
                new ExplainDocument(
                        name(stage),
                        verdict,
                        reason,
                        branches.stream().map(Branch::of).toList(),
                        merge,
                        null);
            case Explanation.Refused refused ->
                new ExplainDocument(name(refused.stage()), "refused", null, null, null, Refusal.of(refused));
        };
    }

    private static String name(Explanation.Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** What one database would be sent. */
    public record Branch(String shard, String sql) {
        static Branch of(Explanation.Branch branch) {
            return new Branch(branch.shard().value(), branch.sql());
        }
    }

    /**
     * The fields of the ErrorResponse that a client would get.
     *
     * @param position the character of the statement, from 1
     * @param construct what stands there
     */
    public record Refusal(
            String code,
            String sqlstate,
            String message,
            @Nullable String detail,
            @Nullable String hint,
            @Nullable Integer position,
            @Nullable String construct) {
        static Refusal of(Explanation.Refused refused) {
            return new Refusal(
                    refused.code(),
                    refused.sqlState(),
                    refused.message(),
                    refused.detail().isEmpty() ? null : refused.detail(),
                    refused.hint().isEmpty() ? null : refused.hint(),
                    refused.position() == 0 ? null : refused.position(),
                    refused.construct().isEmpty() ? null : refused.construct());
        }
    }
}
