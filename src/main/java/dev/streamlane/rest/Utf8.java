package dev.streamlane.rest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds bytes that are not UTF-8. Decoders would replace them in silence, and the JSON parser does not look at what it
 * skips.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether the bytes are the UTF-8 form of some text: no overlong form, no surrogate, nothing cut off. */
    static boolean valid(byte[] bytes, int from, int to) {
        int i = from;
        while (true) {
            i = skipAscii(bytes, i, to);
            if (i >= to) {
                return true;
            }
            int length = length(bytes, i, to);
            if (length == 0) {
                return false;
            }
            i += length;
        }
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 8 <= to && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
            i += 8;
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /** How many bytes the character at {@code i} has, which is not ASCII; 0 if it is none. */
    private static int length(byte[] bytes, int i, int to) {
        int first = bytes[i] & 0xff;
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (first < 0xc2 || first > 0xf4 || i + length > to) {
            return 0;
        }
        for (int k = 1; k < length; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[i + 1] & 0xff;
        boolean overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
        boolean surrogate = first == 0xed && second > 0x9f;
        boolean beyond = first == 0xf4 && second > 0x8f;
        return overlong || surrogate || beyond ? 0 : length;
    }
}
