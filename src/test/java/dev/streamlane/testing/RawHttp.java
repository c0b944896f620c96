package dev.streamlane.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes that no HTTP client would send. */
public record RawHttp(URI service) {
    private static final Pattern ANSWER =
            Pattern.compile("HTTP/1\\.1 (\\d{3})[^\n]*\n(.*?)\r?\n\r?\n(.*)", Pattern.DOTALL);
    private static final int LIMIT_MILLIS = 20_000;

    /**
     * What came back.
     *
     * @param status its status; 0 if the connection was closed without one, -1 if it was not closed
     * @param headers its headers, as they are
     * @param body its body
     */
    public record Reply(int status, String headers, String body) {}

    /** Sends a request, which must ask for the connection to be closed, and takes all that comes back. */
    public Reply send(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.getInputStream().transferTo(reply);
            } catch (SocketTimeoutException e) {
                return new Reply(-1, "", reply.toString(StandardCharsets.UTF_8));
            } catch (SocketException e) {
                // Refused before all was sent; what has come back may say why.
            }
            return parse(reply.toString(StandardCharsets.UTF_8));
        }
    }

    /** Sends the beginning of a request, and goes away. */
    public void abandon(byte[] beginning) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(beginning);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(service.getHost(), service.getPort());
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static Reply parse(String text) {
        Matcher answer = ANSWER.matcher(text.replaceFirst("^HTTP/1\\.1 100[^\n]*\n\r?\n", ""));
        return answer.matches()
                ? new Reply(Integer.parseInt(answer.group(1)), answer.group(2), answer.group(3))
                : new Reply(0, "", text);
    }
}
