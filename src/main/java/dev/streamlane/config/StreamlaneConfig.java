package dev.streamlane.config;

import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** All of Streamlane's own settings. Redis itself is configured by {@code quarkus.redis.*}. */
@ConfigMapping(prefix = "streamlane")
public interface StreamlaneConfig {
    /** The consumer group of processors that name none; 1 to 128 characters out of A-Z, a-z, 0-9, '.', '_' and '-'. */
    @WithDefault("streamlane")
    String group();

    /** What all of Streamlane's keys in Redis begin with. Braces would break Redis Cluster's hash tags. */
    @WithDefault("redisaq")
    @Pattern(regexp = "[^{}\\s]{1,64}", message = "must be 1 to 64 characters without braces and white space")
    String keyPrefix();

    /**
     * This replica's name in its groups, of the same characters as a {@link #group()}; unique among live replicas, best
     * stable over restarts. If absent: the environment's {@code POD_NAME}, else {@code POD_IP}, else the host's name with a
     * random suffix.
     */
    Optional<String> consumerId();

    /** Whether a stopped replica leaves its groups, or keeps its place for {@link #rejoinTimeout()}. */
    @WithDefault("dynamic")
    Membership membership();

    /** How long the place of a stopped replica is kept under {@code membership=static}. */
    @WithDefault("30s")
    Duration rejoinTimeout();

    /** The heartbeat that keeps a replica in its groups and its leases alive. */
    Heartbeat heartbeat();

    /** Topics and the settings that new ones begin with. */
    Topics topics();

    /** Limits of what producers may enqueue. */
    Enqueue enqueue();

    /** How jobs are read, processed and retried. */
    Consumer consumer();

    /** What all replicas of a group together keep to, by topic and group: {@code "send_email/email_group"}. */
    Map<String, GroupConfig> groups();

    /** Load-balanced streams. */
    StreamsConfig streams();

    /** Delayed jobs. */
    DelayedConfig delayed();

    /** Schedules of recurring jobs. */
    SchedulesConfig schedules();

    /** Jobs and streams that failed for good. */
    DeadLettersConfig deadLetters();

    /** How Redis is talked to, beyond {@code quarkus.redis.*}. */
    Redis redis();

    /** Who may do what over HTTP. */
    SecurityConfig security();

    /** What a replica that stops does with its place in the group. */
    enum Membership {
        /** It leaves at once, and the others share its partitions. */
        DYNAMIC,
        /** It stays in the target assignment, so that a rolling restart moves no partition. */
        STATIC
    }

    /** The heartbeat that keeps a replica in its groups and its leases alive. */
    interface Heartbeat {
        /**
         * How often a replica beats; at least 100 ms. Below a second Quarkus warns that its schedule cannot keep up; the
         * beats come in time all the same, because they do not depend on it.
         */
        @WithDefault("5s")
        Duration interval();

        /**
         * How long a replica counts as alive after a beat, and a lease holds after its renewal; at least twice the
         * interval, so that one late beat does no harm.
         */
        @WithDefault("10s")
        Duration ttl();
    }

    /** Topics and the settings that new ones begin with. */
    interface Topics {
        /** Whether enqueueing to an unknown topic creates it. */
        @WithDefault("true")
        boolean autoCreate();

        /** The number of partitions of a new topic; not above {@link #maxPartitions()}. */
        @WithDefault("4")
        @Min(1)
        int partitions();

        /** How many partitions a topic may have: each one costs its owner a connection that waits for new jobs. */
        @WithDefault("1024")
        @Min(1)
        @Max(16384)
        int maxPartitions();

        /** How many topics there may be. */
        @WithDefault("1000")
        @Min(1)
        int maxTopics();

        /** Entries per partition down to which finished jobs of a new topic are kept; 0 for no bound. */
        @WithDefault("100000")
        @Min(0)
        long maxLength();

        /** What a new topic does when a partition is full of unfinished jobs. */
        @WithDefault("reject")
        Overflow overflow();

        /** In which order jobs of a new topic may start. */
        @WithDefault("key")
        Ordering ordering();

        /** How many starts a job of a new topic has before it is dead-lettered. */
        @WithDefault("5")
        @Min(1)
        @Max(1000)
        int maxAttempts();

        /**
         * How many unfinished jobs a group of a new topic may have before the topic takes no more and answers 429; 0 for any
         * number. Not less than what is enqueued in a second: what replicas know of the backlog may be as old as that.
         */
        @WithDefault("0")
        @Min(0)
        long maxBacklog();
    }

    /** Limits of what producers may enqueue. */
    interface Enqueue {
        /** The largest payload, in bytes of its JSON text; not above {@link #maxBody()}. */
        @WithDefault("1048576")
        @Min(1)
        int maxPayload();

        /**
         * The largest body of a request, in bytes: {@link #maxBatch()} jobs of 3 KiB; not above {@link #maxInFlight()}. An
         * NDJSON stream may be of any length, because it is never held as a whole.
         */
        @WithDefault("33554432")
        @Min(1)
        int maxBody();

        /** How many bytes of request bodies may be held at a time; a body that would exceed it waits outside, by a 503. */
        @WithDefault("268435456")
        @Min(1)
        long maxInFlight();

        /** The largest batch, in jobs; an NDJSON stream is written in batches of at most this size. */
        @WithDefault("10000")
        @Min(1)
        int maxBatch();

        /** The largest headers of a job, in characters of all names and values together. */
        @WithDefault("8192")
        @Min(0)
        int maxHeaders();

        /** The longest key, in characters. */
        @WithDefault("1024")
        @Min(1)
        int maxKey();

        /** For how long an idempotency key is known after its first job; the same for all replicas. */
        @WithDefault("24h")
        Duration idempotencyWindow();

        /**
         * How many idempotency keys a partition may keep before jobs with further ones are answered 429. Each takes some
         * hundred bytes of Redis' memory.
         */
        @WithDefault("1000000")
        @Min(1)
        long maxIdempotencyKeys();

        /** How many Redis replicas must confirm jobs before they count as enqueued; 0 asks none. */
        @WithDefault("0")
        @Min(0)
        int waitReplicas();

        /** How long to wait for {@link #waitReplicas()}; shorter than {@code redis.timeout}. */
        @WithDefault("1s")
        Duration waitTimeout();
    }

    /** How jobs are read, processed and retried. */
    interface Consumer {
        /**
         * How many jobs of one topic and group run at a time in this replica. By default 64 with a blocking processor, which
         * takes a thread for each, and 512 with a reactive or batch processor.
         */
        @Min(1)
        @Max(100000)
        OptionalInt maxConcurrency();

        /** The most jobs that a batch processor gets at once; never more than {@link #maxConcurrency()}. */
        @WithDefault("100")
        @Min(1)
        int batchSize();

        /** How many entries of one partition are read at once and wait unstarted. */
        @WithDefault("200")
        @Min(1)
        @Max(10000)
        int readBatch();

        /** How many bytes of payload of one partition may wait unstarted; reads shrink as payloads grow. */
        @WithDefault("8388608")
        @Min(1024)
        int readBytes();

        /** How many entries of one partition may wait behind a failing or slow key before the partition stops reading. */
        @WithDefault("1000")
        @Min(0)
        int maxParked();

        /** After how long an attempt is interrupted if the job does not say; zero for never. */
        @WithDefault("0s")
        Duration jobTimeout();

        /** The time before the second attempt of a job or stream; it doubles from then on, up to {@link #maxBackoff()}. */
        @WithDefault("1s")
        Duration initialBackoff();

        /** The longest time between two attempts. */
        @WithDefault("5m")
        Duration maxBackoff();

        /** How long running jobs may go on when their partition is handed over or the replica stops. */
        @WithDefault("10s")
        Duration drainTimeout();

        /** How long interrupted jobs may take to return before their partition is given up without them. */
        @WithDefault("1s")
        Duration abandonTimeout();
    }

    /** How Redis is talked to, beyond {@code quarkus.redis.*}. */
    interface Redis {
        /**
         * How long a command may take before Redis counts as unreachable; at most a quarter of {@code heartbeat.ttl}, and
         * shorter than {@code streams.lock-ttl}.
         */
        @WithDefault("2s")
        Duration timeout();

        /** How long one blocking wait for new entries lasts; ended sooner by an entry. */
        @WithDefault("5s")
        Duration block();

        /**
         * How many connections wait for new entries: one for each partition and each stream service, and one for every 250
         * data streams that wait. What finds none left looks every {@link #poll()}.
         */
        @WithDefault("256")
        @Min(0)
        int maxBlocking();

        /** How often a partition, stream service or data stream without a waiting connection looks for new entries. */
        @WithDefault("200ms")
        Duration poll();
    }
}
