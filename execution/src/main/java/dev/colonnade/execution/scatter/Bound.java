package dev.colonnade.execution.scatter;

import org.jspecify.annotations.Nullable;

/**
 * The values of one Bind as they go to a server. Arrays are not copied and not to be changed.
 *
 * @param formats of the values: none for all text, one for all, or one each
 * @param values null for NULL
 * @param resultFormats for the columns that the client sees: none, one, or one each
 */
public record Bound(short[] formats, byte[] @Nullable [] values, short[] resultFormats) {
    /** No parameters, text results: what a simple query asks for. */
    public static final Bound TEXT = new Bound(new short[0], new byte[0][], new short[0]);

    /** The values at these positions only, in this order; null for all of them. */
    public Bound select(int @Nullable [] positions) {
        if (positions == null) {
            return this;
        }
        byte[] @Nullable [] chosen = new byte[positions.length][];
        short[] chosenFormats = new short[positions.length];
        for (int i = 0; i < positions.length; i++) {
            chosen[i] = values[positions[i]];
            chosenFormats[i] = formats.length == 0 ? 0 : formats[formats.length == 1 ? 0 : positions[i]];
        }
        return new Bound(chosenFormats, chosen, resultFormats);
    }

    /** With result formats for {@code visible} columns as the client asked, and {@code hidden} binary ones behind. */
    Bound withHidden(int visible, int hidden) {
        if (hidden == 0) {
            return this;
        }
        short[] all = new short[visible + hidden];
        for (int i = 0; i < all.length; i++) {
            all[i] =
                    i >= visible ? 1 : resultFormats.length == 0 ? 0 : resultFormats[resultFormats.length == 1 ? 0 : i];
        }
        return new Bound(formats, values, all);
    }
}
