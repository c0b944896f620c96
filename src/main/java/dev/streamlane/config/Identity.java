package dev.streamlane.config;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.topic.Names;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds out who this replica is.
 *
 * @param configured {@code streamlane.consumer-id}
 * @param environment looks up environment variables; {@code null} for what is not set
 * @param host the host's name
 * @param random a random text of legal characters, new for each process life
 */
record Identity(Optional<String> configured, UnaryOperator<String> environment, String host, String random) {
    /** So long are the random suffixes that tell replicas on one host apart: one in four billion pairs is alike. */
    private static final int SUFFIX = 8;

    private static final int MAX_HOST = 100;

    /** @throws IllegalArgumentException if the name that the deployment gives is not legal */
    Consumer consumer() {
        return new Consumer(id(), random, host);
    }

    private String id() {
        return configured
                .map(id -> Names.require("streamlane.consumer-id", id))
                .or(() -> variable("POD_NAME").map(Identity::podName))
                .or(() -> variable("POD_IP").map(Identity::podIp))
                .orElseGet(() -> hostName() + "-" + random.substring(0, SUFFIX));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String podName(String name) {
        return require("POD_NAME", name);
    }

    /** An IPv6 address has colons, and a zone after a percent sign; neither '-' nor '_' can stand in it. */
    private static String podIp(String address) {
        return require("POD_IP", address.replace(':', '-').replace('%', '_'));
    }

    private static String require(String variable, String value) {
        if (!Names.legal(value)) {
            throw new IllegalArgumentException("the environment variable " + variable + " would make '" + value
                    + "' the consumer id, which must be " + Names.LEGAL + "; set streamlane.consumer-id");
        }
        return value;
    }

    private String hostName() {
        String legal = host.replaceAll("[^A-Za-z0-9._-]", "-");
        return legal.isEmpty() ? "localhost" : legal.substring(0, Math.min(legal.length(), MAX_HOST));
    }
}
