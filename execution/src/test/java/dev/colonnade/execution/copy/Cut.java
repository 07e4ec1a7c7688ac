package dev.colonnade.execution.copy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@link CopyRows} makes of a stream, as text. */
final class Cut {
    private Cut() {}

    /** The rows of a stream that comes in pieces: {@code lines:row} each, headers behind {@code H}, then what broke it off. */
    static List<String> rows(Map<String, String> options, byte[] stream, int... cuts) {
        CopyRows rows = new CopyRows(CopyFormat.of(options).orElseThrow());
        List<String> found = new ArrayList<>();
        ByteBuf data = Unpooled.wrappedBuffer(stream);
        try {
            int from = 0;
            for (int cut : cuts) {
                rows.append(data, from, cut - from);
                from = cut;
                take(rows, found);
            }
            rows.append(data, from, stream.length - from);
            take(rows, found);
            rows.finish();
            take(rows, found);
        } catch (CopyException e) {
            found.add(e.sqlState() + " line " + e.line() + ": " + e.message());
        }
        return found;
    }

    private static void take(CopyRows rows, List<String> found) {
        while (rows.next()) {
            ByteBuf row = Unpooled.buffer();
            rows.writeTo(row);
            found.add((rows.header() ? "H" : "") + rows.lines() + ":" + row.toString(StandardCharsets.UTF_8));
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
