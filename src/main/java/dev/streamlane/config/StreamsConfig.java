package dev.streamlane.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Load-balanced streams ({@code streamlane.streams}): whole data streams that a stream service hands to its replicas. */
public interface StreamsConfig {
    /** How many streams of one service are processed at a time in this replica. */
    @WithDefault("100")
    @Min(1)
    @Max(100000)
    int maxStreams();

    /**
     * How long a stream's lock, and a replica's place in its services, hold after they were last extended, which
     * happens three times in that time; at least 1 s. A dead replica's streams are claimed about 0.6 s after that; a
     * replica that stands still for less than two thirds of it loses nothing. Beside replicas of
     * redis-stream-client-go use 3 s to 5 s: they try to claim a stream only once, when its lock has expired, and only
     * if it has been idle for 2 s by then, which a living replica's must never be.
     */
    @WithDefault("4s")
    Duration lockTtl();

    /** How many attempts a stream has, counted from its last checkpoint, before it is dead-lettered. */
    @WithDefault("5")
    @Min(1)
    @Max(1000)
    int maxAttempts();

    /**
     * How long an interrupted processor may take to return when this replica stops, before its stream is given on
     * without it.
     */
    @WithDefault("500ms")
    Duration handOverTimeout();

    /** The longest assignment on a Load Balancer Stream, name and info together, in bytes of its JSON text. */
    @WithDefault("65536")
    @Min(256)
    @Max(1048576)
    int maxInfo();

    /** How many entries a Load Balancer Stream may have before further ones are answered 429; 0 for no bound. */
    @WithDefault("100000")
    @Min(0)
    long maxLength();

    /** How many entries of one data stream are read at once and wait for its processor. */
    @WithDefault("50")
    @Min(1)
    @Max(10000)
    int readBatch();

    /**
     * Whether to ask Redis, by {@code CONFIG SET}, to tell when locks expire; what it tells already, is kept. Dead
     * replicas' streams are claimed in the same bound without it, or if Redis refuses. A replica of
     * redis-stream-client-go that starts afterwards refuses to, unless it is told to override that setting. In Redis
     * Cluster one node is asked only, and each tells of its own locks.
     */
    @WithDefault("false")
    boolean enableNotifications();
}
