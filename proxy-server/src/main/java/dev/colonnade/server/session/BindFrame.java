package dev.colonnade.server.session;

import dev.colonnade.planner.plan.ParameterValues;
import dev.colonnade.wire.ProtocolViolationException;
import dev.colonnade.wire.codec.FrameReader;
import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A Bind read in place: only the names and the parameters that routing asks for are looked at. Valid until the reader moves on; one per
 * session, reused. Hot: see docs/benchmarks.md, point selects.
 */
final class BindFrame implements ParameterValues {
    private ByteBuf buffer;
    private int start;
    private int portalEnd;
    private int statementEnd;
    private int end;
    private int formatCount;
    private int formatsAt;
    private int count;
    private int resultFormatsAt;
    private int[] valueAt = new int[16];
    private int[] types = {};

    BindFrame(ByteBuf empty) {
        this.buffer = empty;
    }

    /** @throws ProtocolViolationException where the body isn't a Bind's */
    void read(FrameReader frames) {
        buffer = frames.buffer();
        start = frames.bodyStart();
        end = frames.frameEnd();
        portalEnd = Wire.stringEnd(buffer, start, end);
        statementEnd = Wire.stringEnd(buffer, portalEnd + 1, end);
        int at = statementEnd + 1;
        formatCount = count(at);
        formatsAt = at + 2;
        at = formatsAt + 2 * formatCount;
        count = count(at);
        at += 2;
        if (valueAt.length < count) {
            valueAt = new int[count * 2];
        }
        for (int i = 0; i < count; i++) {
            valueAt[i] = at;
            int length = int32(at);
            if (length < -1 || length > end - at - 4) {
                throw new ProtocolViolationException("Bind: parameter length " + length);
            }
            at += 4 + Math.max(length, 0);
        }
        resultFormatsAt = at;
        at += 2 + 2 * count(at);
        if (at != end) {
            throw new ProtocolViolationException("Bind: invalid message format");
        }
    }

    /** Whose declared parameter types these values have. */
    void types(int[] declared) {
        types = declared;
    }

    private int count(int at) {
        if (end - at < 2) {
            throw new ProtocolViolationException("Bind: message body ends early");
        }
        return buffer.getShort(at) & 0xffff;
    }

    private int int32(int at) {
        if (end - at < 4) {
            throw new ProtocolViolationException("Bind: message body ends early");
        }
        return buffer.getInt(at);
    }

    String portal() {
        return portalEnd == start ? "" : Wire.string(buffer, start, portalEnd);
    }

    String statement() {
        return statementEnd == portalEnd + 1 ? "" : Wire.string(buffer, portalEnd + 1, statementEnd);
    }

    int formatCount() {
        return formatCount;
    }

    short[] resultFormats() {
        short[] formats = new short[buffer.getShort(resultFormatsAt) & 0xffff];
        for (int i = 0; i < formats.length; i++) {
            formats[i] = buffer.getShort(resultFormatsAt + 2 + 2 * i);
        }
        return formats;
    }

    /** Whether any column is wanted in binary format. */
    boolean asksForBinary() {
        int formats = buffer.getShort(resultFormatsAt) & 0xffff;
        for (int i = 0; i < formats; i++) {
            if (buffer.getShort(resultFormatsAt + 2 + 2 * i) == 1) {
                return true;
            }
        }
        return false;
    }

    /** The same message to a server that knows the statement by another name. */
    void write(ByteBuf out, byte[] statementName) {
        int portalBytes = portalEnd + 1 - start;
        int rest = end - statementEnd;
        out.writeByte('B')
                .writeInt(4 + portalBytes + statementName.length + rest)
                .writeBytes(buffer, start, portalBytes)
                .writeBytes(statementName)
                .writeBytes(buffer, statementEnd, rest);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int typeOid(int number) {
        return number < types.length ? types[number] : 0;
    }

    @Override
    public boolean binary(int number) {
        return formatCount != 0 && buffer.getShort(formatsAt + 2 * (formatCount == 1 ? 0 : number)) == 1;
    }

    @Override
    public byte @Nullable [] value(int number) {
        int at = valueAt[number];
        int length = buffer.getInt(at);
        if (length < 0) {
            return null;
        }
        byte[] value = new byte[length];
        buffer.getBytes(at + 4, value);
        return value;
    }
}
