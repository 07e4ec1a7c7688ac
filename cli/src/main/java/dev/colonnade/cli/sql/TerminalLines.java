package dev.colonnade.cli.sql;

import java.io.IOException;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Lines typed at a terminal, with editing and a history that is kept between runs. Ctrl-C forgets the statement that has begun. */
final class TerminalLines implements LineSource, AutoCloseable {
    private final Terminal terminal;
    private final LineReader reader;
    private final Runnable onInterrupt;

    TerminalLines(Path history, Runnable onInterrupt) throws IOException {
        this.onInterrupt = onInterrupt;
        terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        // JLine's own quoting and escapes would eat backslashes and join lines: SQL has other rules.
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(null);
        parser.setQuoteChars(null);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .variable(LineReader.HISTORY_FILE, history)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    @Override
    public @Nullable String next(String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException e) {
            onInterrupt.run();
            return "";
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
