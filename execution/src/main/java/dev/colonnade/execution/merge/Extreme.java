package dev.colonnade.execution.merge;

import dev.colonnade.execution.value.FieldWriter;
import dev.colonnade.execution.value.ValueComparator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** MIN or MAX: compares the input, keeps the output field of the row that wins, so that its text is the server's own. */
final class Extreme implements Accumulator {
    private final int input;
    private final int output;
    private final ValueComparator comparator;
    private final boolean least;
    private ByteBuf bestInput = Unpooled.EMPTY_BUFFER;
    private ByteBuf bestOutput = Unpooled.EMPTY_BUFFER;

    Extreme(int input, int output, ValueComparator comparator, boolean least) {
        this.input = input;
        this.output = output;
        this.comparator = comparator;
        this.least = least;
    }

    @Override
    public long add(Row row) {
        if (row.isNull(input) || !wins(row)) {
            return 0;
        }
        long before = held();
        byte[] value = new byte[row.length(input)];
        row.body.getBytes(row.offset(input), value);
        bestInput = Unpooled.wrappedBuffer(value);
        ByteBuf field = Unpooled.buffer(row.fieldBytes(output));
        row.copyField(output, field);
        bestOutput = field;
        return held() - before;
    }

    @Override
    public void write(ByteBuf out) {
        if (bestOutput.isReadable()) {
            out.writeBytes(bestOutput, bestOutput.readerIndex(), bestOutput.readableBytes());
        } else {
            FieldWriter.writeNull(out);
        }
    }

    private boolean wins(Row row) {
        if (!bestOutput.isReadable()) {
            return true;
        }
        int comparison = comparator.compare(
                row.body, row.offset(input), row.length(input), bestInput, 0, bestInput.readableBytes());
        return least ? comparison < 0 : comparison > 0;
    }

    private long held() {
        return (long) bestInput.capacity() + bestOutput.capacity();
    }
}
