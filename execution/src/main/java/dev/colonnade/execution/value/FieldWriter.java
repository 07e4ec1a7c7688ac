package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Appends computed values as fields of a DataRow: int32 length, then the value in one of the two formats.
 *
 * @param binary the format
 * @param style what the text format depends on
 */
public record FieldWriter(boolean binary, TextStyle style) {
    /** The length of a NULL. */
    public static final int NULL_LENGTH = -1;

    public static void writeNull(ByteBuf out) {
        out.writeInt(NULL_LENGTH);
    }

    public void int2(ByteBuf out, short value) {
        if (binary) {
            out.writeInt(Short.BYTES).writeShort(value);
        } else {
            text(out, Short.toString(value));
        }
    }

    public void int4(ByteBuf out, int value) {
        if (binary) {
            out.writeInt(Integer.BYTES).writeInt(value);
        } else {
            text(out, Integer.toString(value));
        }
    }

    public void int8(ByteBuf out, long value) {
        if (binary) {
            out.writeInt(Long.BYTES).writeLong(value);
        } else {
            text(out, Long.toString(value));
        }
    }

    public void bool(ByteBuf out, boolean value) {
        if (binary) {
            out.writeInt(1).writeBoolean(value);
        } else {
            text(out, value ? "t" : "f");
        }
    }

    public void float4(ByteBuf out, float value) {
        if (binary) {
            out.writeInt(Float.BYTES).writeFloat(value);
        } else {
            text(out, FloatText.float4(value, style.extraFloatDigits()));
        }
    }

    public void float8(ByteBuf out, double value) {
        if (binary) {
            out.writeInt(Double.BYTES).writeDouble(value);
        } else {
            text(out, FloatText.float8(value, style.extraFloatDigits()));
        }
    }

    public void numeric(ByteBuf out, PgNumeric value) {
        if (binary) {
            int start = out.writerIndex();
            out.writeInt(0);
            value.encode(out);
            out.setInt(start, out.writerIndex() - start - Integer.BYTES);
        } else {
            text(out, value.text());
        }
    }

    public void interval(ByteBuf out, PgInterval value) {
        if (binary) {
            out.writeInt(16);
            value.encode(out);
        } else {
            text(out, value.text());
        }
    }

    private static void text(ByteBuf out, String value) {
        int start = out.writerIndex();
        out.writeInt(0);
        int bytes = out.writeCharSequence(value, StandardCharsets.UTF_8);
        out.setInt(start, bytes);
    }
}
