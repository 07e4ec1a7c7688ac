package dev.colonnade.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The two streams a command speaks to: answers on {@link #out}, problems and progress on {@link #err}. Both flush at each line end and
 * write UTF-8. Thread-safe as {@link PrintWriter} is: lines of several threads don't mix.
 */
public record Console(PrintWriter out, PrintWriter err) {

    /** The process's own standard output and standard error. */
    public static Console standard() {
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    }

    /** Prints an answer. */
    public void say(String line) {
        out.println(line);
    }

    /** Prints an answer made from a {@link String#format} pattern, the same in every locale. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would cost a dependency
    public void say(String pattern, Object... values) {
        out.println(String.format(Locale.ROOT, pattern, values));
    }

    /** Prints a problem: one sentence that tells what to do about it. */
    public void complain(String line) {
        err.println(line);
    }

    private static PrintWriter utf8(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
    }
}
