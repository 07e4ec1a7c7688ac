package dev.colonnade.topology.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CrossCheckTest {
    @Test
    void agreesWithItself() {
        assertEquals(Optional.empty(), CrossCheck.disagreement(CrossCheck.expected()));
    }

    @Test
    void namesTheFirstValueThatDiffers() {
        List<Long> answer = new ArrayList<>(CrossCheck.expected());
        answer.set(2, answer.get(2) + 1);
        String sentence = CrossCheck.disagreement(answer).orElseThrow();
        assertTrue(sentence.contains("hashint2extended(CAST('1' AS smallint), (0))"), sentence);
    }

    @Test
    void noticesMissingRows() {
        assertTrue(CrossCheck.disagreement(List.of()).isPresent());
    }

    @Test
    void asksOneQuestionPerProbe() {
        assertEquals(CrossCheck.expected().size(), CrossCheck.sql().split("extended\\(", -1).length - 1);
    }

    @Test
    void spellsTheBucketOfAChain() {
        assertEquals(
                "((pg_catalog.hashint4extended((d - DATE '2000-01-01'), pg_catalog.hashint8extended(k, 0)) >> 48) & 65535)",
                BucketSql.bucket(List.of(KeyType.INT8, KeyType.DATE), List.of("k", "d")));
    }
}
