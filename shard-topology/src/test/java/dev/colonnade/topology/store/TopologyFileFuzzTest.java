package dev.colonnade.topology.store;

import dev.colonnade.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever happens to a valid document: it is read, or there are problems to show, and nothing else. */
final class TopologyFileFuzzTest {
    private static final int ROUNDS = 1_500;
    private static final List<String> PIECES = List.of(
            "0-119",
            "-1",
            "65537",
            "1e9",
            "null",
            "~",
            "true",
            "[]",
            "{}",
            "''",
            "\"",
            "'",
            "#",
            "&a",
            "*a",
            "<<: *a",
            "!!int",
            "!!binary",
            "? ",
            "- ",
            ": ",
            "|",
            ">",
            "%",
            "@",
            "`",
            "\t",
            "\u0000",
            "\ufeff",
            "\ud83d\udc18",
            "---",
            "...",
            "even",
            "pg-1",
            "colo",
            "key",
            "modulo",
            "hash",
            "reference",
            "99999999999999999999",
            "0x10",
            ".inf",
            "2001-01-01");

    @Test
    void neverFailsOtherwise() throws IOException {
        for (Path sample : Samples.all()) {
            String text = Files.readString(sample);
            for (int round = 0; round < ROUNDS; round++) {
                long seed = sample.getFileName().hashCode() * 1_000_003L + round;
                tryOne(mutated(text, new Random(seed)), sample + ", seed " + seed);
            }
        }
    }

    private static void tryOne(String text, String name) {
        try {
            Topology topology = TopologyFile.parse(name, text);
            topology.colos().values().forEach(colo -> colo.placement().homes());
        } catch (InvalidTopologyException invalid) {
            if (invalid.problems().isEmpty()) {
                throw new AssertionError(name + ": no problems\n" + text, invalid);
            }
        } catch (RuntimeException | StackOverflowError unexpected) {
            throw new AssertionError(name + "\n" + text, unexpected);
        }
    }

    private static String mutated(String text, Random random) {
        String mutated = text;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            mutated = random.nextBoolean() ? characters(mutated, random) : lines(mutated, random);
        }
        return mutated;
    }

    private static String characters(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(8));
        String piece = random.nextInt(3) == 0
                ? String.valueOf((char) random.nextInt(0x250))
                : PIECES.get(random.nextInt(PIECES.size()));
        return text.substring(0, from) + (random.nextInt(4) == 0 ? "" : piece) + text.substring(to);
    }

    private static String lines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        String line = lines.get(random.nextInt(lines.size()));
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.add(random.nextInt(lines.size()), "  " + line);
            default -> lines.set(random.nextInt(lines.size()), line.strip());
        }
        return String.join("\n", lines);
    }
}
