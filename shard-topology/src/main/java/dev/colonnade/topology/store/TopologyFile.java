package dev.colonnade.topology.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colonnade.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the topology from a configuration file, checking the whole file against {@code conf/colonnade.schema.json}. */
public final class TopologyFile {
    /** A longer file is refused: nobody writes one by hand, and its parse would hold many times its size. */
    static final int FILE_BYTES_MAX = 1 << 20;

    private static final DocumentSchema SCHEMA = DocumentSchema.load();

    private TopologyFile() {}

    /**
     * The topology that the file describes, as the first epoch.
     *
     * @throws InvalidTopologyException with all that is wrong, if the file can't be read or used
     */
    public static Topology read(Path file) {
        return parse(file.toString(), text(file));
    }

    /**
     * The topology that a text describes.
     *
     * @param file what problems call it
     * @throws InvalidTopologyException as {@link #read} does
     */
    public static Topology parse(String file, String text) {
        Document document = DocumentParser.parse(file, text);
        dropEmptySections(document);
        List<Problem> problems = SCHEMA.check(document);
        if (!problems.isEmpty()) {
            throw new InvalidTopologyException(problems);
        }
        return TopologyReader.read(document);
    }

    /** A section whose entries are all commented out is as good as none. */
    private static void dropEmptySections(Document document) {
        ((ObjectNode) document.root()).removeIf(node -> node.isNull());
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw unreadable(file, "the file is longer than " + FILE_BYTES_MAX + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "the file isn't UTF-8 text");
        } catch (IOException e) {
            throw unreadable(file, "the file can't be read: " + e.getMessage());
        }
    }

    private static InvalidTopologyException unreadable(Path file, String message) {
        return new InvalidTopologyException(List.of(new Problem(file.toString(), "", null, null, message, null)));
    }
}
