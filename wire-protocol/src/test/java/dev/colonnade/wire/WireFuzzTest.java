package dev.colonnade.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.colonnade.wire.backend.ErrorFields;
import dev.colonnade.wire.backend.RowDescription;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.frontend.FrontendMessage;
import dev.colonnade.wire.frontend.FrontendWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Arbitrary bytes give a message or a violation, never anything else. Seeds are fixed; a failure names the one to run again. */
class WireFuzzTest {
    private static final int INPUTS = 100_000;

    @Test
    void decodersTakeAnyBody() {
        List<Target> targets = targets();
        int accepted = 0;
        for (int seed = 0; seed < INPUTS; seed++) {
            Random random = new Random(seed);
            Target target = targets.get(seed % targets.size());
            byte[] input = random.nextInt(4) == 0 ? noise(random, 64) : mutated(random, target.sound());
            try {
                target.decoder().accept(new MessageCursor(Unpooled.wrappedBuffer(input), 0, input.length));
                accepted++;
            } catch (ProtocolViolationException expected) {
                assertTrue(String.valueOf(expected.getMessage()).length() > 10);
            } catch (RuntimeException e) {
                throw new AssertionError(target.name() + ", seed " + seed + ": " + ByteBufUtil.hexDump(input), e);
            }
        }
        assertTrue(accepted > INPUTS / 10, "inputs are near enough to real ones: " + accepted);
    }

    @Test
    void framesTakeAnyStream() {
        CountingAllocator buffers = new CountingAllocator();
        int violations = 0;
        for (int seed = 0; seed < INPUTS / 10; seed++) {
            Random random = new Random(seed);
            byte[] stream = stream(random);
            FrameReader reader = new FrameReader(buffers.allocator(), 200);
            int seen = 0;
            int at = 0;
            try {
                while (at < stream.length) {
                    int end = Math.min(stream.length, at + 1 + random.nextInt(40));
                    reader.append(buffers.buffer(stream, at, end));
                    at = end;
                    while (reader.next()) {
                        seen += 5 + MessageCursor.over(reader).remaining();
                    }
                    reader.trim();
                }
                assertEquals(stream.length, seen + reader.pendingBytes(), "seed " + seed);
            } catch (ProtocolViolationException e) {
                violations++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + ByteBufUtil.hexDump(stream), e);
            } finally {
                reader.close();
            }
        }
        assertTrue(violations > 1000, "violations: " + violations);
        assertEquals(0, buffers.inUse());
    }

    /** A decoder, and a body that it takes. */
    private record Target(String name, byte[] sound, Consumer<MessageCursor> decoder) {}

    private static List<Target> targets() {
        byte[][] values = {{1, 2, 3, 4}, {'a'}};
        RowDescription rows = new RowDescription(List.of(
                new RowDescription.Field("a", 1, (short) 1, 20, (short) 8, -1, (short) 0),
                new RowDescription.Field("b", 1, (short) 2, 25, (short) -1, -1, (short) 1)));
        return List.of(
                new Target(
                        "Startup",
                        body(8, out -> FrontendWriter.startup(out, Map.of("user", "app", "database", "shop"))),
                        body -> FrontendMessage.Startup.decodeBody(FrontendWriter.PROTOCOL_VERSION, body)),
                new Target(
                        "Cancel",
                        body(8, out -> FrontendWriter.cancelRequest(out, 7, values[0])),
                        FrontendMessage.Cancel::decodeBody),
                new Target("Query", body(5, out -> FrontendWriter.query(out, "ü")), FrontendMessage.Query::decodeBody),
                new Target(
                        "Parse",
                        body(5, out -> FrontendWriter.parse(out, "s", "select $1", new int[] {20, 25})),
                        FrontendMessage.Parse::decodeBody),
                new Target(
                        "Bind",
                        body(5, out -> FrontendWriter.bind(out, "p", "s", new short[] {1, 0}, values, new short[] {1})),
                        FrontendMessage.Bind::decodeBody),
                new Target(
                        "Describe",
                        body(5, out -> FrontendWriter.describeStatement(out, "s")),
                        body -> FrontendMessage.Target.decodeBody("Describe", body)),
                new Target(
                        "Execute", body(5, out -> FrontendWriter.execute(out, 1)), FrontendMessage.Execute::decodeBody),
                new Target(
                        "ErrorFields",
                        body(
                                5,
                                out -> ErrorFields.of("ERROR", "42P01", "no", "detail", "hint")
                                        .write(out, (byte) 'E')),
                        ErrorFields::decodeBody),
                new Target("RowDescription", body(5, rows::write), RowDescription::decodeBody));
    }

    private static byte[] body(int start, Consumer<ByteBuf> write) {
        ByteBuf out = Unpooled.buffer();
        write.accept(out);
        return ByteBufUtil.getBytes(out, start, out.readableBytes() - start);
    }

    private static byte[] noise(Random random, int lengthMax) {
        byte[] bytes = new byte[random.nextInt(lengthMax)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One to three small changes: another byte, some cut off, some put in. */
    private static byte[] mutated(Random random, byte[] sound) {
        ByteBuf changed = Unpooled.buffer().writeBytes(sound);
        for (int i = random.nextInt(4); i > 0 && changed.isReadable(); i--) {
            int at = random.nextInt(changed.readableBytes());
            switch (random.nextInt(3)) {
                case 0 -> changed.setByte(at, random.nextInt(4) == 0 ? 0xff : random.nextInt(256));
                case 1 -> changed.writerIndex(at);
                default -> changed.writeBytes(noise(random, 4));
            }
        }
        return ByteBufUtil.getBytes(changed);
    }

    /** Messages with a wrong length among them now and then. */
    private static byte[] stream(Random random) {
        ByteBuf out = Unpooled.buffer();
        for (int i = random.nextInt(12); i >= 0; i--) {
            byte[] body = noise(random, 150);
            int wrong = random.nextInt(20);
            int length = wrong == 0 ? random.nextInt() : body.length + 4;
            out.writeByte(random.nextInt(256)).writeInt(length).writeBytes(body);
        }
        return ByteBufUtil.getBytes(out);
    }
}
