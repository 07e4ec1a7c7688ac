package dev.colonnade.wire.backend;

import dev.colonnade.wire.codec.MessageCursor;
import dev.colonnade.wire.codec.Wire;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** RowDescription: the columns of the rows to come. */
public record RowDescription(List<Field> fields) {
    public RowDescription {
        fields = List.copyOf(fields);
    }

    /**
     * One column.
     *
     * @param tableOid 0 where it isn't a table's column
     * @param format 0 text, 1 binary
     */
    public record Field(
            String name, int tableOid, short column, int typeOid, short typeSize, int typeModifier, short format) {
        Field withFormat(short other) {
            return new Field(name, tableOid, column, typeOid, typeSize, typeModifier, other);
        }
    }

    public static RowDescription decodeBody(MessageCursor body) {
        int count = body.int16() & 0xffff;
        List<Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(new Field(
                    body.string(), body.int32(), body.int16(), body.int32(), body.int16(), body.int32(), body.int16()));
        }
        body.finish("RowDescription");
        return new RowDescription(fields);
    }

    /** The first {@code count} columns. */
    public RowDescription first(int count) {
        return new RowDescription(fields.subList(0, count));
    }

    /** The same columns in the formats a Bind asks for: none means text, one means that one for all. */
    public RowDescription withFormats(short[] formats) {
        List<Field> changed = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            short format = formats.length == 0 ? 0 : formats[formats.length == 1 ? 0 : i];
            changed.add(fields.get(i).withFormat(format));
        }
        return new RowDescription(changed);
    }

    public void write(ByteBuf out) {
        int begun = Wire.begin(out, Tags.ROW_DESCRIPTION);
        out.writeShort(fields.size());
        for (Field field : fields) {
            Wire.writeString(out, field.name());
            out.writeInt(field.tableOid())
                    .writeShort(field.column())
                    .writeInt(field.typeOid())
                    .writeShort(field.typeSize())
                    .writeInt(field.typeModifier())
                    .writeShort(field.format());
        }
        Wire.end(out, begun);
    }
}
