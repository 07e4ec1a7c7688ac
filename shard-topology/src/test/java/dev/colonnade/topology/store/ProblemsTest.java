package dev.colonnade.topology.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code problems.txt}: wrong documents, each with all that shall be said about it. */
final class ProblemsTest {
    private static final Pattern CASES = Pattern.compile("^=== ", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWhereAndWhatWasMeant() throws IOException {
        return cases().stream()
                .map(text -> DynamicTest.dynamicTest(text.lines().findFirst().orElse(""), () -> {
                    int body = text.indexOf('\n') + 1;
                    int expected = text.indexOf("\n-----\n", body - 1);
                    String document = text.substring(body, expected + 1);
                    InvalidTopologyException invalid =
                            assertThrows(InvalidTopologyException.class, () -> TopologyFile.parse("t.yaml", document));
                    assertEquals(text.substring(expected + 7).strip(), invalid.getMessage());
                }));
    }

    private static List<String> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(ProblemsTest.class.getResourceAsStream("problems.txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return CASES.splitAsStream(text).filter(one -> !one.isBlank()).toList();
        }
    }
}
