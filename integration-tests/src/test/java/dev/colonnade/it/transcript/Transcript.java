package dev.colonnade.it.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One conversation of a {@code *.pgtest} file. A line {@code # title} begins one; on an authenticated session, unless its first line is
 * {@code * connect}.
 *
 * <pre>
 * &gt; Query "SELECT 1"                  also Parse, Bind, Describe, Execute, Close, Sync, Flush, CopyData, CopyDone, CopyFail, Terminate,
 * &gt; Startup user=x database=y         SslRequest, GssEncRequest, Raw 51 00 00 00 04
 * &lt; Complete "SELECT 1"               exactly the next message, as {@link ReplyText} prints it; notices and settings are passed over
 * &lt; ...                               anything up to the next line's message
 * ? Fatal 08P01                      this message may come, or not
 * * connect | half-close | cancel | await-active word
 * </pre>
 */
public record Transcript(String file, String title, List<Line> lines) {
    /**
     * A line.
     *
     * @param kind {@code >}, {@code <}, {@code ?} or {@code *}
     */
    public record Line(int number, char kind, List<String> words, String text) {}

    public static List<Transcript> readAll(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.pgtest")) {
            stream.forEach(files::add);
            files.sort(null);
            List<Transcript> transcripts = new ArrayList<>();
            for (Path file : files) {
                transcripts.addAll(parse(file.getFileName().toString(), Files.readString(file, UTF_8)));
            }
            return transcripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Transcript> parse(String file, String text) {
        List<Transcript> transcripts = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.startsWith("# ")) {
                lines = new ArrayList<>();
                transcripts.add(new Transcript(file, line.substring(2), lines));
            } else if (line.length() > 2 && "><*?".indexOf(line.charAt(0)) >= 0 && line.charAt(1) == ' ') {
                lines.add(new Line(number, line.charAt(0), words(line.substring(2)), line.substring(2)));
            } else if (!line.isBlank() && !line.startsWith("##")) {
                throw new IllegalArgumentException(file + ":" + number + ": " + line);
            }
        }
        return transcripts;
    }

    /** Words are split at blanks; a double-quoted word may hold blanks, and \n, \t, \" and \\. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
            } else if (line.charAt(at) == '"') {
                StringBuilder word = new StringBuilder();
                for (at++; line.charAt(at) != '"'; at++) {
                    if (line.charAt(at) == '\\') {
                        at++;
                        word.append(
                                switch (line.charAt(at)) {
                                    case 'n' -> '\n';
                                    case 't' -> '\t';
                                    default -> line.charAt(at);
                                });
                    } else {
                        word.append(line.charAt(at));
                    }
                }
                words.add(word.toString());
                at++;
            } else {
                int end = line.indexOf(' ', at);
                words.add(line.substring(at, end < 0 ? line.length() : end));
                at = end < 0 ? line.length() : end;
            }
        }
        return words;
    }
}
