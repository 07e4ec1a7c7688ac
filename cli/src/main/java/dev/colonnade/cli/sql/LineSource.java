package dev.colonnade.cli.sql;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the shell's input comes from, line by line. */
interface LineSource {

    /** The next line without its line end, or null at the end of the input. */
    @Nullable
    String next(String prompt) throws IOException;
}
