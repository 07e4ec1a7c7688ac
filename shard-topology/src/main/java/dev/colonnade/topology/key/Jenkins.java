package dev.colonnade.topology.key;

/**
 * The 64-bit form of Bob Jenkins' lookup3 that PostgreSQL uses ({@code hash_bytes_extended} and {@code
 * hash_bytes_uint32_extended} of its common/hashfn.c), over little-endian words. All arithmetic is on 32 bits and wraps.
 *
 * <p>The mixing steps are written out twice, since Java can't return three ints without allocating: once for a single
 * word, which is the hot path of integer keys, and once for bytes.
 */
final class Jenkins {
    private static final int START = 0x9e3779b9 + 3923095;

    private Jenkins() {}

    /** The hash of one 32-bit word. */
    static long word(int word, long seed) {
        int a = START + Integer.BYTES;
        int b = a;
        int c = a;
        if (seed != 0) {
            a += (int) (seed >>> 32);
            b += (int) seed;
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        return finish(a + word, b, c);
    }

    /** The hash of {@code length} bytes from {@code offset}. */
    static long bytes(byte[] bytes, int offset, int length, long seed) {
        int a = START + length;
        int b = a;
        int c = a;
        int at = offset;
        int left = length;
        boolean mix = seed != 0;
        if (mix) {
            a += (int) (seed >>> 32);
            b += (int) seed;
        }
        while (mix || left >= 12) {
            if (!mix) {
                a += littleEndian(bytes, at, 4);
                b += littleEndian(bytes, at + 4, 4);
                c += littleEndian(bytes, at + 8, 4);
                at += 12;
                left -= 12;
            }
            mix = false;
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        a += littleEndian(bytes, at, Math.min(left, 4));
        b += littleEndian(bytes, at + 4, Math.clamp(left - 4L, 0, 4));
        // the lowest byte of c is the length's, so the last three bytes stand one higher
        c += littleEndian(bytes, at + 8, Math.clamp(left - 8L, 0, 3)) << 8;
        return finish(a, b, c);
    }

    private static int littleEndian(byte[] bytes, int offset, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[offset + i] & 0xff) << (8 * i);
        }
        return word;
    }

    private static long finish(int a, int b, int c) {
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
        return ((long) b << 32) | (c & 0xffff_ffffL);
    }
}
