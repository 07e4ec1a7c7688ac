package dev.colonnade.wire.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.TransactionStatus;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.codec.MessageCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BackendMessagesTest {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void errorFieldsKeepTheirOrderAndWhatWeDontKnow() {
        Map<Character, String> fields = new LinkedHashMap<>();
        for (char letter : "SVCMDHPpqWstcdnFLRz".toCharArray()) {
            fields.put(letter, "wert " + letter);
        }
        BackendWriter.error(out, new ErrorFields(fields));
        assertEquals(Tags.ERROR_RESPONSE, out.getByte(0));
        byte[] written = ByteBufUtil.getBytes(out);
        ErrorFields decoded = decode(ErrorFields::decodeBody);
        assertEquals(List.copyOf(fields.keySet()), List.copyOf(decoded.fields().keySet()));
        assertEquals(fields, decoded.fields());
        out.clear();
        BackendWriter.error(out, decoded);
        assertEquals(ByteBufUtil.hexDump(written), ByteBufUtil.hexDump(out));
    }

    @Test
    void anErrorOfOurOwn() {
        BackendWriter.notice(
                out, ErrorFields.of("WARNING", "01000", "mind", "", "step").with('M', "mind the gap"));
        assertEquals(Tags.NOTICE_RESPONSE, out.getByte(0));
        ErrorFields fields = decode(ErrorFields::decodeBody);
        assertEquals(
                "{S=WARNING, V=WARNING, C=01000, M=mind the gap, H=step}",
                fields.fields().toString());
        assertEquals("01000", fields.sqlState());
        assertEquals("mind the gap", fields.message());
        assertEquals("WARNING", fields.severity());
    }

    @Test
    void anErrorWithoutFieldsIsAnInternalOne() {
        out.writeByte('E').writeInt(5).writeByte(0);
        ErrorFields fields = decode(ErrorFields::decodeBody);
        assertEquals("XX000", fields.sqlState());
        assertEquals("ERROR", fields.severity());
        assertEquals("", fields.message());
    }

    @Test
    void rowDescription() {
        RowDescription rows = new RowDescription(List.of(
                new RowDescription.Field("id", 16400, (short) 1, 20, (short) 8, -1, (short) 0),
                new RowDescription.Field("größe", 0, (short) 0, 1043, (short) -1, 14, (short) 1)));
        rows.write(out);
        assertEquals(Tags.ROW_DESCRIPTION, out.getByte(0));
        assertEquals(rows, decode(RowDescription::decodeBody));
        assertEquals(
                List.of("id"),
                rows.first(1).fields().stream().map(RowDescription.Field::name).toList());
    }

    @Test
    void formatsOfABind() {
        RowDescription.Field field = new RowDescription.Field("a", 0, (short) 0, 20, (short) 8, -1, (short) 0);
        RowDescription rows = new RowDescription(List.of(field, field, field));
        assertEquals("[0, 0, 0]", formats(rows.withFormats(new short[] {})));
        assertEquals("[1, 1, 1]", formats(rows.withFormats(new short[] {1})));
        assertEquals("[1, 0, 1]", formats(rows.withFormats(new short[] {1, 0, 1})));
    }

    @Test
    void whatAProxySaysByItself() {
        BackendWriter.authenticationOk(out);
        BackendWriter.authentication(out, 12, new byte[] {'v', '='});
        BackendWriter.parameterStatus(out, "TimeZone", "UTC");
        BackendWriter.backendKeyData(out, 258, new byte[] {1, 2, 3, 4});
        BackendWriter.negotiateProtocolVersion(out, 0, List.of("_pq_.a", "_pq_.b"));
        BackendWriter.parameterDescription(out, new int[] {20, 25});
        BackendWriter.copyResponse(out, Tags.COPY_IN_RESPONSE, 1, 2);
        BackendWriter.commandComplete(out, "SELECT 1");
        BackendWriter.readyForQuery(out, TransactionStatus.FAILED);
        FrameReader reader = new FrameReader(UnpooledByteBufAllocator.DEFAULT, 100);
        reader.append(out);
        List<String> messages = new ArrayList<>();
        while (reader.next()) {
            messages.add((char) reader.tag() + " "
                    + ByteBufUtil.hexDump(reader.buffer(), reader.bodyStart(), reader.bodyLength()));
        }
        assertEquals(0, reader.pendingBytes());
        reader.close();
        assertEquals(
                List.of(
                        "R 00000000",
                        "R 0000000c763d",
                        "S 54696d655a6f6e650055544300",
                        "K 0000010201020304",
                        "v 00000000000000025f70715f2e61005f70715f2e6200",
                        "t 00020000001400000019",
                        "G 01000200010001",
                        "C 53454c454354203100",
                        "Z 45"),
                messages);
    }

    @Test
    void transactionStatus() {
        for (TransactionStatus status : TransactionStatus.values()) {
            assertEquals(status, TransactionStatus.of(status.code()));
        }
        assertThrows(ProtocolViolationException.class, () -> TransactionStatus.of((byte) 0));
    }

    private static String formats(RowDescription rows) {
        return rows.fields().stream().map(RowDescription.Field::format).toList().toString();
    }

    /** What was written; cut short anywhere or with a byte more it is a violation. */
    private <T> T decode(Function<MessageCursor, T> decoder) {
        int length = out.readableBytes() - 5;
        assertEquals(length + 4, out.getInt(1));
        for (int cut = 0; cut < length; cut++) {
            MessageCursor prefix = new MessageCursor(out, 5, cut);
            assertThrows(ProtocolViolationException.class, () -> decoder.apply(prefix), "cut to " + cut);
        }
        out.writeByte(0);
        assertThrows(ProtocolViolationException.class, () -> decoder.apply(new MessageCursor(out, 5, length + 1)));
        return decoder.apply(new MessageCursor(out, 5, length));
    }
}
