package dev.streamlane.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** One connection through a {@link TcpProxy}. */
public final class ProxyLink {
    /** What was sent first tells what the connection is for; that much of it is remembered. */
    private static final int REMEMBERED = 32_768;

    private final Socket client;
    private final Socket server;
    private final Predicate<String> unwanted;
    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final ByteArrayOutputStream lateReplies = new ByteArrayOutputStream();
    private Passage passage = Passage.OPEN;
    private boolean late;
    private long allowance = Long.MAX_VALUE;
    private boolean torn;
    private volatile boolean closed;

    private enum Passage {
        OPEN,
        HELD,
        SWALLOWED
    }

    /** Where the bytes of one direction go. */
    private interface Sink {
        void take(byte[] buffer, int length) throws IOException;
    }

    /** @param unwanted whether a request makes the connection swallow all from then on */
    ProxyLink(Socket client, Socket server, Predicate<String> unwanted) {
        this.client = client;
        this.server = server;
        this.unwanted = unwanted;
    }

    void start() {
        pump(client, this::request, this::endRequests);
        pump(server, this::reply, this::close);
    }

    /** Whether the client has sent this text, early on. */
    public synchronized boolean carries(String text) {
        return requests.toString(StandardCharsets.ISO_8859_1).contains(text);
    }

    public boolean closed() {
        return closed;
    }

    /** Resets the connection once so many more bytes of replies have gone through, likely in the middle of one. */
    public synchronized void resetAfter(int bytes) {
        allowance = bytes;
    }

    /** Whether {@link #resetAfter} has cut a reply in two. */
    public synchronized boolean torn() {
        return torn;
    }

    /** Lets nothing through any more, in either direction, and closes nothing. */
    public synchronized void swallow() {
        passage = Passage.SWALLOWED;
        notifyAll();
    }

    /** Keeps requests back until they are let go. */
    public synchronized void holdRequests() {
        passage = Passage.HELD;
    }

    /** Lets requests go that were kept back, though the client may have gone meanwhile. */
    public synchronized void letGo() {
        passage = Passage.OPEN;
        late = true;
        notifyAll();
    }

    /** What the server has replied to requests that were kept back. */
    public synchronized String lateReplies() {
        return lateReplies.toString(StandardCharsets.ISO_8859_1);
    }

    /** Resets the connection on both sides. */
    public void reset() {
        closed = true;
        swallow();
        reset(client);
        reset(server);
    }

    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It was closed already.
        }
    }

    private void request(byte[] buffer, int length) throws IOException {
        synchronized (this) {
            requests.write(buffer, 0, Math.min(length, REMEMBERED - Math.min(REMEMBERED, requests.size())));
        }
        if (unwanted.test(new String(buffer, 0, length, StandardCharsets.ISO_8859_1))) {
            swallow();
        }
        if (passes()) {
            server.getOutputStream().write(buffer, 0, length);
        }
    }

    private void reply(byte[] buffer, int length) throws IOException {
        int allowed;
        synchronized (this) {
            if (passage == Passage.SWALLOWED) {
                return;
            }
            if (late) {
                lateReplies.write(buffer, 0, length);
            }
            allowed = (int) Math.min(length, allowance);
            allowance = allowance == Long.MAX_VALUE ? allowance : allowance - allowed;
            torn |= allowed < length && allowed > 0;
        }
        send(buffer, allowed);
        if (allowed < length) {
            reset();
        }
    }

    /** The client may have gone, and the server's further replies are still of interest. */
    private void send(byte[] buffer, int length) throws IOException {
        try {
            client.getOutputStream().write(buffer, 0, length);
        } catch (IOException e) {
            synchronized (this) {
                if (!late) {
                    throw e;
                }
            }
        }
    }

    /** Waits while requests are held; whether they may pass then. */
    private synchronized boolean passes() throws IOException {
        try {
            while (passage == Passage.HELD) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return passage == Passage.OPEN;
    }

    private void endRequests() {
        try {
            if (passes()) {
                server.shutdownOutput();
            }
        } catch (IOException e) {
            close();
        }
    }

    private void close() {
        synchronized (this) {
            if (passage == Passage.SWALLOWED && !closed) {
                return;
            }
            closed = true;
        }
        reset(server);
        try {
            client.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void pump(Socket from, Sink to, Runnable end) {
        Thread pump = new Thread(
                () -> {
                    byte[] buffer = new byte[65_536];
                    try {
                        for (int length = read(from, buffer); length >= 0; length = read(from, buffer)) {
                            to.take(buffer, length);
                        }
                        end.run();
                    } catch (IOException e) {
                        close();
                    }
                },
                "proxy-pump");
        pump.setDaemon(true);
        pump.start();
    }

    private static int read(Socket from, byte[] buffer) throws IOException {
        return from.getInputStream().read(buffer);
    }
}
