package dev.colonnade.execution.value;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A growing byte string that serves as a key: filled, looked up, and copied where it is to be kept. Not thread-safe; must not change
 * while it is a key of a map.
 */
public final class KeyBytes implements Comparable<KeyBytes> {
    private byte[] bytes;
    private int length;

    public KeyBytes() {
        this(new byte[64], 0);
    }

    private KeyBytes(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    /** A copy of the right size. */
    public KeyBytes copy() {
        return new KeyBytes(Arrays.copyOf(bytes, length), length);
    }

    public KeyBytes appendInt(int value) {
        grow(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public KeyBytes appendLong(long value) {
        return appendInt((int) (value >>> 32)).appendInt((int) value);
    }

    public KeyBytes append(ByteBuf from, int offset, int count) {
        grow(count);
        from.getBytes(offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Overwrites four bytes that were appended before. */
    public void setInt(int at, int value) {
        int end = length;
        length = at;
        appendInt(value);
        length = end;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyBytes key && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }

    /** Any total order, so that a map stays fast where clients choose keys with equal hashes. */
    @Override
    public int compareTo(KeyBytes other) {
        return Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
    }

    private void grow(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), bytes.length * 2));
        }
    }
}
