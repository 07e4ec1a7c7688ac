package dev.colonnade.admin.document;

import dev.colonnade.admin.port.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /v1/explain}: either reason, branches and merge, or a refusal.
 *
 * @param verdict {@code refused} where there is a refusal
 */
public record ExplainDocument(
        String verdict,
        @Nullable String reason,
        @Nullable List<Branch> branches,
        @Nullable List<String> merge,
        @Nullable Refusal refusal) {

    public static ExplainDocument of(Explanation explanation) {
        return switch (explanation) {
            case Explanation.Planned(
                    String verdict,
                    String reason,
                    List<Explanation.Branch> branches,
                    List<String> merge) ->
                new ExplainDocument(
                        verdict, reason, branches.stream().map(Branch::of).toList(), merge, null);
            case Explanation.Refused refused -> new ExplainDocument("refused", null, null, null, Refusal.of(refused));
        };
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
     */
    public record Refusal(
            String code,
            String sqlstate,
            String message,
            @Nullable String detail,
            @Nullable String hint,
            @Nullable Integer position) {
        static Refusal of(Explanation.Refused refused) {
            return new Refusal(
                    refused.code(),
                    refused.sqlState(),
                    refused.message(),
                    refused.detail().isEmpty() ? null : refused.detail(),
                    refused.hint().isEmpty() ? null : refused.hint(),
                    refused.position() == 0 ? null : refused.position());
        }
    }
}
