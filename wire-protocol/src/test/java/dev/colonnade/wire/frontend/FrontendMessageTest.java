package dev.colonnade.wire.frontend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.codec.MessageCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrontendMessageTest {
    @Test
    void query() {
        assertEquals(
                new FrontendMessage.Query("select 'ü'"),
                roundTrip(
                        Tags.QUERY, out -> FrontendWriter.query(out, "select 'ü'"), FrontendMessage.Query::decodeBody));
    }

    @Test
    void parse() {
        FrontendMessage.Parse parse = roundTrip(
                Tags.PARSE,
                out -> FrontendWriter.parse(out, "s1", "select $1, $2", new int[] {20, -5}),
                FrontendMessage.Parse::decodeBody);
        assertEquals("s1", parse.name());
        assertEquals("select $1, $2", parse.sql());
        assertArrayEquals(new int[] {20, -5}, parse.parameterTypes());
    }

    @Test
    void bind() {
        byte[] @Nullable [] values = {{1, 0, 2}, null, {}};
        FrontendMessage.Bind bind = roundTrip(
                Tags.BIND,
                out -> FrontendWriter.bind(out, "p", "s", new short[] {1, 0, 1}, values, new short[] {1}),
                FrontendMessage.Bind::decodeBody);
        assertEquals("p", bind.portal());
        assertEquals("s", bind.statement());
        assertArrayEquals(values, bind.values());
        assertArrayEquals(new short[] {1, 0, 1}, bind.parameterFormats());
        assertArrayEquals(new short[] {1}, bind.resultFormats());
        assertTrue(bind.binary(0));
        assertFalse(bind.binary(1));
    }

    @Test
    void oneFormatIsForAllAndNoneIsText() {
        byte[] @Nullable [] values = {{1}, {2}};
        assertTrue(bound(new short[] {1}, values).binary(1));
        assertFalse(bound(new short[] {}, values).binary(1));
        assertFalse(bound(new short[] {0}, values).binary(1));
    }

    @Test
    void asManyFormatsAsParametersOrOneOrNone() {
        byte[] @Nullable [] three = {{1}, null, {3}};
        ProtocolViolationException violation =
                assertThrows(ProtocolViolationException.class, () -> bound(new short[] {1, 1}, three));
        assertEquals("bind message has 2 parameter formats but 3 parameters", violation.getMessage());
        assertThrows(ProtocolViolationException.class, () -> bound(new short[] {0, 1}, new byte[][] {{1}}));
        // as in PostgreSQL, one format is fine where there is nothing to format
        assertEquals(0, bound(new short[] {1}, new byte[][] {}).values().length);
    }

    @Test
    void aParameterIsNullOrHasALength() {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(0).writeByte(0).writeShort(0).writeShort(1).writeInt(-2).writeShort(0);
        assertThrows(
                ProtocolViolationException.class,
                () -> FrontendMessage.Bind.decodeBody(new MessageCursor(out, 0, out.readableBytes())));
    }

    @Test
    void describeCloseExecute() {
        assertEquals(
                new FrontendMessage.Target(true, "s"),
                roundTrip(
                        Tags.DESCRIBE, out -> FrontendWriter.describeStatement(out, "s"), FrontendMessageTest::target));
        assertEquals(
                new FrontendMessage.Target(false, ""),
                roundTrip(Tags.DESCRIBE, out -> FrontendWriter.describePortal(out, ""), FrontendMessageTest::target));
        assertEquals(
                new FrontendMessage.Target(true, "s"),
                roundTrip(Tags.CLOSE, out -> FrontendWriter.closeStatement(out, "s"), FrontendMessageTest::target));
        assertEquals(
                new FrontendMessage.Execute("", 17),
                roundTrip(Tags.EXECUTE, out -> FrontendWriter.execute(out, 17), FrontendMessage.Execute::decodeBody));
        ByteBuf neither = Unpooled.buffer().writeByte('X').writeByte(0);
        assertThrows(ProtocolViolationException.class, () -> target(new MessageCursor(neither, 0, 2)));
    }

    @Test
    void startup() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "app");
        parameters.put("options", "-c geqo=off");
        ByteBuf out = Unpooled.buffer();
        FrontendWriter.startup(out, parameters);
        assertEquals(out.readableBytes(), out.readInt());
        int version = out.readInt();
        FrontendMessage.Startup startup =
                everyPrefixFails(out.slice(), body -> FrontendMessage.Startup.decodeBody(version, body));
        assertEquals(new FrontendMessage.Startup(3, 0, parameters), startup);
    }

    @Test
    void cancelRequest() {
        ByteBuf out = Unpooled.buffer();
        FrontendWriter.cancelRequest(out, 42, new byte[] {1, 2, 3, 4});
        assertEquals(16, out.readInt());
        assertEquals(80877102, out.readInt());
        FrontendMessage.Cancel cancel = FrontendMessage.Cancel.decodeBody(new MessageCursor(out, 8, 8));
        assertEquals(new FrontendMessage.Cancel(42, new byte[] {1, 2, 3, 4}), cancel);
        assertEquals(new FrontendMessage.Cancel(42, new byte[] {1, 2, 3, 4}).hashCode(), cancel.hashCode());
        assertFalse(cancel.toString().contains("1, 2"), "the secret isn't printed");
    }

    /** The messages that only go out are at least framed right. */
    @Test
    void messagesToServersAreFramed() {
        ByteBuf out = Unpooled.buffer();
        FrontendWriter.sync(out);
        FrontendWriter.flush(out);
        FrontendWriter.terminate(out);
        FrontendWriter.copyDone(out);
        FrontendWriter.copyFail(out, "no");
        FrontendWriter.saslInitialResponse(out, "SCRAM-SHA-256", new byte[] {'n'});
        FrontendWriter.saslResponse(out, new byte[] {'c', '='});
        FrontendWriter.password(out, "pw");
        FrameReader reader = new FrameReader(UnpooledByteBufAllocator.DEFAULT, 100);
        reader.append(out);
        StringBuilder seen = new StringBuilder();
        while (reader.next()) {
            seen.append((char) reader.tag()).append(reader.bodyLength()).append(' ');
        }
        assertEquals("S0 H0 X0 c0 f3 p19 p2 p3 ", seen.toString());
        assertEquals(0, reader.pendingBytes());
        reader.close();
    }

    private static FrontendMessage.Target target(MessageCursor body) {
        return FrontendMessage.Target.decodeBody("Describe", body);
    }

    private static FrontendMessage.Bind bound(short[] formats, byte[] @Nullable [] values) {
        ByteBuf out = Unpooled.buffer();
        FrontendWriter.bind(out, "", "", formats, values, new short[0]);
        return FrontendMessage.Bind.decodeBody(new MessageCursor(out, 5, out.readableBytes() - 5));
    }

    private static <T> T roundTrip(byte tag, Consumer<ByteBuf> write, Function<MessageCursor, T> decode) {
        ByteBuf out = Unpooled.buffer();
        write.accept(out);
        assertEquals(tag, out.readByte());
        assertEquals(out.readableBytes(), out.readInt());
        return everyPrefixFails(out.slice(), decode);
    }

    /** The message itself; cut short anywhere or with a byte more it is a violation. */
    private static <T> T everyPrefixFails(ByteBuf body, Function<MessageCursor, T> decode) {
        int length = body.readableBytes();
        for (int cut = 0; cut < length; cut++) {
            MessageCursor prefix = new MessageCursor(body, 0, cut);
            assertThrows(
                    ProtocolViolationException.class, () -> decode.apply(prefix), "cut to " + cut + " of " + length);
        }
        ByteBuf longer = Unpooled.buffer().writeBytes(body, 0, length).writeByte(0);
        assertThrows(ProtocolViolationException.class, () -> decode.apply(new MessageCursor(longer, 0, length + 1)));
        return decode.apply(new MessageCursor(body, 0, length));
    }
}
