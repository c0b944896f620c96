package dev.streamlane.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between clients and a server of this host, and is as bad a network as a test wants. */
public final class TcpProxy implements AutoCloseable {
    private final int target;
    private final ServerSocket door;
    private final List<ProxyLink> links = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile Welcome welcome = Welcome.CONNECT;
    private volatile String unwanted;

    /** What becomes of new connections. */
    private enum Welcome {
        CONNECT,
        RESET,
        SWALLOW
    }

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** A proxy before this port of the host, which nobody needs to listen to yet. */
    public static TcpProxy to(int port) {
        try {
            TcpProxy proxy = new TcpProxy(port);
            Thread porter = new Thread(proxy::accept, "proxy-" + proxy.door.getLocalPort());
            porter.setDaemon(true);
            porter.start();
            return proxy;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where Redis clients find it. */
    public URI uri() {
        return URI.create("redis://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort());
    }

    /** How often somebody has connected so far, whatever became of it. */
    public int attempts() {
        return attempts.get();
    }

    /** The connections that are open. */
    public List<ProxyLink> links() {
        links.removeIf(ProxyLink::closed);
        return List.copyOf(links);
    }

    /** Resets all connections. New ones are connected. */
    public void reset() {
        links().forEach(ProxyLink::reset);
    }

    /** Resets all connections and each new one, until it is healed. */
    public void refuse() {
        welcome = Welcome.RESET;
        reset();
    }

    /** Lets nothing through any more, in either direction, on old connections and on new ones, and closes none. */
    public void swallow() {
        welcome = Welcome.SWALLOW;
        links().forEach(ProxyLink::swallow);
    }

    /** Lets nothing through any more of each connection, old or new, from when it sends this text. */
    public void swallow(String text) {
        unwanted = text;
    }

    /** Connects new connections again. What old ones have lost is lost. */
    public void heal() {
        unwanted = null;
        welcome = Welcome.CONNECT;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        reset();
    }

    private boolean unwanted(String request) {
        String text = unwanted;
        return text != null && request.contains(text);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                attempts.incrementAndGet();
                connect(client);
            } catch (IOException e) {
                // Closed, or nobody there: the client has been told by a reset.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (welcome == Welcome.RESET) {
            ProxyLink.reset(client);
            return;
        }
        try {
            ProxyLink link =
                    new ProxyLink(client, new Socket(InetAddress.getLoopbackAddress(), target), this::unwanted);
            if (welcome == Welcome.SWALLOW) {
                link.swallow();
            }
            links.add(link);
            link.start();
        } catch (IOException e) {
            ProxyLink.reset(client);
            throw e;
        }
    }
}
