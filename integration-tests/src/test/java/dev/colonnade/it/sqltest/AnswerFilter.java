package dev.colonnade.it.sqltest;

import dev.colonnade.it.wire.Reply;
import java.util.List;

/** Stands between the proxy and the comparison: tampers with answers, to prove that the comparison would notice. */
@FunctionalInterface
public interface AnswerFilter {
    /** Nothing is tampered with. */
    AnswerFilter NONE = (test, step, mode, answer) -> answer;

    List<Reply> apply(SqlTest test, Step step, SqlTest.Mode mode, List<Reply> answer);
}
