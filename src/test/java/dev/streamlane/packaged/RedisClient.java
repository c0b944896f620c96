package dev.streamlane.packaged;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks Redis itself, without any code of the service's. A connection for each call, so that it may restart in between. */
record RedisClient(int port) {
    /** The reply: a {@code String}, a {@code Long}, a {@code List} of replies or {@code null}. */
    Object call(String... command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
            for (String word : command) {
                request.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            return reply(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reply that is a list of texts. */
    List<String> texts(String... command) {
        return ((List<?>) call(command)).stream().map(String::valueOf).toList();
    }

    private static Object reply(InputStream in) throws IOException {
        int kind = in.read();
        String head = line(in);
        return switch (kind) {
            case '+' -> head;
            case ':' -> Long.valueOf(head);
            case '$' -> text(in, Integer.parseInt(head));
            case '*' -> list(in, Integer.parseInt(head));
            default -> throw new IOException("Redis answered " + (char) kind + head);
        };
    }

    private static String text(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        in.skipNBytes(2);
        return text;
    }

    private static List<Object> list(InputStream in, int size) throws IOException {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(reply(in));
        }
        return items;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis hung up");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }
}
