package dev.colonnade.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.colonnade.it.fleet.FleetDatabase;
import dev.colonnade.it.fleet.HostileFleet;
import dev.colonnade.it.transcript.Transcript;
import dev.colonnade.it.transcript.TranscriptPlayer;
import dev.colonnade.it.wire.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Wire conversations, played against plain PostgreSQL (if it disagrees, the file is wrong) and against the proxy. */
final class TranscriptsIT {
    private static final int POLLS_MAX = 500;
    private static HostileFleet fleet;
    private static final Path REPORT = Path.of("target/oracle-transcripts.md");
    private static final List<String> refused = new ArrayList<>();
    private static ProxyUnderTest target;

    @BeforeAll
    static void start() {
        fleet = HostileFleet.shared();
        target = ProxyUnderTest.start(fleet);
    }

    @AfterAll
    static void stop() throws IOException {
        Files.writeString(
                REPORT, "# Conversations that the proxy declines\n\n" + String.join("\n", refused) + "\n", UTF_8);
        target.close();
    }

    @TestFactory
    Stream<DynamicNode> conversations() {
        List<Transcript> transcripts = Transcript.readAll(Path.of("src/test/transcripts"));
        return Stream.of(
                DynamicContainer.dynamicContainer(
                        "PostgreSQL", tests(transcripts, fleet.oracle().endpoint(), false)),
                DynamicContainer.dynamicContainer("proxy", tests(transcripts, target.endpoint(), true)));
    }

    private static List<DynamicTest> tests(List<Transcript> transcripts, Endpoint endpoint, boolean mayRefuse) {
        return transcripts.stream()
                .map(transcript -> DynamicTest.dynamicTest(
                        transcript.file() + ": " + transcript.title(), () -> check(transcript, endpoint, mayRefuse)))
                .toList();
    }

    private static void check(Transcript transcript, Endpoint endpoint, boolean mayRefuse) {
        TranscriptPlayer player = new TranscriptPlayer(endpoint, TranscriptsIT::runs);
        String difference = player.play(transcript);
        fleet.oracle().restoreAll();
        fleet.standIn().restoreAll();
        fleet.shards().forEach(FleetDatabase::restoreAll);
        if (mayRefuse && player.refusal().isPresent()) {
            refused.add(transcript.file() + ": " + transcript.title() + ": "
                    + player.refusal().orElseThrow());
        } else {
            assertEquals("", difference, transcript.title());
        }
    }

    /** Whether a statement with this text is seen at work on either server, soon. */
    private static boolean runs(String word) {
        String sql =
                "SELECT pg_sleep(0.01), count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%"
                        + word + "%'";
        for (int i = 0; i < POLLS_MAX; i++) {
            for (FleetDatabase database : List.of(fleet.oracle(), fleet.standIn())) {
                if (!database.query(sql).getFirst().endsWith("\t0")) {
                    return true;
                }
            }
        }
        return false;
    }
}
