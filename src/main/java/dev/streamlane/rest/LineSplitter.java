package dev.streamlane.rest;

import java.util.Arrays;

/** Cuts a stream of bytes into lines, and holds no more than the one that is not complete yet. */
final class LineSplitter {
    private static final byte[] NONE = {};

    private final int max;
    private final Sink sink;
    private byte[] begun = NONE;
    private int begunLength;
    private long number;
    private boolean broken;

    /** Takes lines, numbered from 1. */
    interface Sink {
        /** A line, without its end: the bytes from {@code from} to before {@code to}, which must not be kept. */
        void line(long number, byte[] bytes, int from, int to);

        /** A line is longer than allowed; nothing comes after it. */
        void tooLong(long number, int limit);
    }

    /**
     * @param max how many bytes a line may have
     * @param sink takes the lines
     */
    LineSplitter(int max, Sink sink) {
        this.max = max;
        this.sink = sink;
    }

    /** Goes on with some more bytes. */
    void feed(byte[] chunk) {
        int from = 0;
        for (int i = 0; i < chunk.length && !broken; i++) {
            if (chunk[i] == '\n') {
                complete(chunk, from, i);
                from = i + 1;
            }
        }
        if (!broken) {
            keep(chunk, from, chunk.length);
        }
    }

    /** What is left is the last line. */
    void end() {
        if (begunLength > 0 && !broken) {
            complete(NONE, 0, 0);
        }
    }

    private void complete(byte[] chunk, int from, int to) {
        if (begunLength == 0) {
            emit(chunk, from, to);
        } else if (keep(chunk, from, to)) {
            int length = begunLength;
            begunLength = 0;
            emit(begun, 0, length);
        }
    }

    private boolean keep(byte[] chunk, int from, int to) {
        int length = begunLength + to - from;
        if (length > max) {
            refuse();
            return false;
        }
        if (length > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(max, Math.max(length, 2 * begun.length)));
        }
        System.arraycopy(chunk, from, begun, begunLength, to - from);
        begunLength = length;
        return true;
    }

    private void emit(byte[] bytes, int from, int to) {
        if (to - from > max) {
            refuse();
        } else {
            sink.line(++number, bytes, from, to);
        }
    }

    private void refuse() {
        broken = true;
        begun = NONE;
        sink.tooLong(number + 1, max);
    }
}
