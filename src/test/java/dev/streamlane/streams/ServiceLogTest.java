package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.execution.Outcome;
import dev.streamlane.streams.ServiceScene.Node;
import dev.streamlane.testing.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLogTest {
    @Test
    void noStreamBeginsALineOfTheLog() {
        List<String> messages = new ArrayList<>();
        ServiceScene scene = new ServiceScene(2);
        try (LogCapture log = LogCapture.of(ServiceLog.class, Level.ALL, messages)) {
            String orphan = scene.lbs.add("x\\n2026-11-22 FAKE");
            scene.lbs.deliver(orphan, LoadBalancer.NOBODY);
            scene.lbs.states.put(orphan, new FakeLbs.State(1, "", 0, null, "go\nFAKE"));
            Node node = scene.node("one", 10);
            node.ends("x\n2026-11-22 FAKE", new Outcome.Failed("boom\nFAKE"));
            scene.pass(ServiceScene.TTL);
            node.ends("x\n2026-11-22 FAKE", new Outcome.Failed("boom\nFAKE"));
        }

        assertThat(messages).hasSizeGreaterThan(3).allMatch(message -> !message.contains("\n"));
        assertThat(messages).anyMatch(message -> message.contains("claimed from go\\u000aFAKE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"DataStreamName\": secret}", "{\"secret", "secret", "{\"a\":1} secret", "{\"a\":\"secret\n\"}"
            })
    void whyAnAssignmentCannotBeReadSaysNothingOfWhatItSays(String text) {
        List<String> messages = new ArrayList<>();
        ServiceScene scene = new ServiceScene(2);
        String id = scene.lbs.addText(text);
        try (LogCapture log = LogCapture.of(ServiceLog.class, messages)) {
            scene.node("one", 10);
        }

        assertThat(scene.lbs.dead.get(id))
                .contains("is not JSON that can be read (line ")
                .doesNotContain("secret");
        assertThat(messages).singleElement().asString().contains("unreadable").doesNotContain("secret");
    }
}
