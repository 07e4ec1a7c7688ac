package dev.colonnade.planner.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A folder of foreign statements, named by {@code -Dcorpus.dir}; see {@link Corpus} for what it may hold. Prints a table by source, and
 * writes what is refused or misread to {@code target/guard/findings.txt}.
 */
@EnabledIfSystemProperty(named = "corpus.dir", matches = ".+")
final class CorpusTest {
    private static final Path FINDINGS = Path.of("target/guard/findings.txt");

    @Test
    void nothingIsMisread() throws IOException, InterruptedException {
        CorpusReport report = new CorpusReport();
        try (PgReader reader = PgReader.start()) {
            assertNotNull(reader, "needs node and npm");
            for (Map.Entry<String, List<String>> source :
                    Corpus.read(Path.of(System.getProperty("corpus.dir"))).entrySet()) {
                report.add(source.getKey(), source.getValue(), reader);
            }
        }
        Files.createDirectories(FINDINGS.getParent());
        System.out.println(report.table());
        List<String> lines = new ArrayList<>();
        List<String> misread = new ArrayList<>();
        for (CorpusReport.Finding finding : report.findings()) {
            Comparison comparison = finding.comparison();
            lines.add(comparison.verdict() + "\t" + finding.source() + "\t" + finding.kind() + "\t"
                    + comparison.detail());
            lines.add("    " + finding.sql().replace("\n", "\n    ") + "\n");
            if (comparison.verdict() == Comparison.Verdict.MISREAD) {
                misread.add(finding.sql());
            }
        }
        Files.write(FINDINGS, lines, StandardCharsets.UTF_8);
        assertEquals(List.of(), misread, () -> misread.size() + " are misread, see " + FINDINGS);
    }
}
