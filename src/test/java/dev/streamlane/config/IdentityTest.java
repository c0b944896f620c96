package dev.streamlane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.streamlane.topic.Names;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final String RANDOM = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff";

    @Test
    void configuredIdComesFirst() {
        assertThat(id(Optional.of("worker-1"), Map.of("POD_NAME", "pod", "POD_IP", "10.0.0.1"), "host"))
                .isEqualTo("worker-1");
    }

    @Test
    void podNameComesBeforePodIp() {
        assertThat(id(Optional.empty(), Map.of("POD_NAME", "mail-0", "POD_IP", "10.0.0.1"), "host"))
                .isEqualTo("mail-0");
    }

    @Test
    void emptyPodNameCountsAsAbsent() {
        assertThat(id(Optional.empty(), Map.of("POD_NAME", " ", "POD_IP", "10.0.0.1"), "host"))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void differentIpv6AddressesBecomeDifferentLegalIds() {
        String one = id(Optional.empty(), Map.of("POD_IP", "fd00::1:2"), "host");
        String other = id(Optional.empty(), Map.of("POD_IP", "fd00:1::2"), "host");

        assertThat(one).isEqualTo("fd00--1-2").isNotEqualTo(other).matches(Names.REGEX);
        assertThat(id(Optional.empty(), Map.of("POD_IP", "fe80::1%eth0"), "host"))
                .isEqualTo("fe80--1_eth0");
    }

    @Test
    void replicasOnOneHostGetTheHostsNameAndARandomSuffix() {
        assertThat(id(Optional.empty(), Map.of(), "my laptop")).isEqualTo("my-laptop-0f1e2d3c");
    }

    @Test
    void hostNamesOfAnyLengthMakeLegalIds() {
        assertThat(id(Optional.empty(), Map.of(), "h".repeat(255))).matches(Names.REGEX);
        assertThat(id(Optional.empty(), Map.of(), "")).isEqualTo("localhost-0f1e2d3c");
    }

    @Test
    void illegalConfiguredIdIsRefusedWithASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> id(Optional.of("a b"), Map.of(), "host"))
                .withMessage("streamlane.consumer-id 'a b' is not legal: it must be " + Names.LEGAL);
    }

    @Test
    void illegalPodNameIsRefusedWithASentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> id(Optional.empty(), Map.of("POD_NAME", "p{o}d"), "host"))
                .withMessage("the environment variable POD_NAME would make 'p{o}d' the consumer id, which must be "
                        + Names.LEGAL + "; set streamlane.consumer-id");
    }

    @Test
    void incarnationIsRandomAndHostIsToldAsItIs() {
        assertThat(new Identity(Optional.of("a"), name -> null, "my laptop", RANDOM).consumer())
                .satisfies(consumer -> assertThat(consumer.incarnation()).isEqualTo(RANDOM))
                .satisfies(consumer -> assertThat(consumer.host()).isEqualTo("my laptop"));
    }

    private static String id(Optional<String> configured, Map<String, String> environment, String host) {
        return new Identity(configured, environment::get, host, RANDOM)
                .consumer()
                .id();
    }
}
