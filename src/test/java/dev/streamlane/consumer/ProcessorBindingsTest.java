package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.execution.ProcessorThreads;
import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.JobTopic;
import dev.streamlane.job.ReactiveJobProcessor;
import dev.streamlane.partition.GroupId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorBindingsTest {
    record Email(String to) {}

    @JobTopic("send_email")
    static class Emails implements JobProcessor<Email> {
        @Override
        public void process(Job<Email> job) {}
    }

    @JobTopic(value = "send_email", group = "audit")
    static class Audit implements ReactiveJobProcessor<Map<String, String>> {
        @Override
        public Uni<Void> process(Job<Map<String, String>> job) {
            return Uni.createFrom().voidItem();
        }
    }

    @JobTopic("metrics")
    static class Metrics implements BatchJobProcessor<String> {
        @Override
        public void process(List<Job<String>> jobs) {}
    }

    static class Nameless implements JobProcessor<Email> {
        @Override
        public void process(Job<Email> job) {}
    }

    @JobTopic("send email")
    static class BadTopic implements JobProcessor<Email> {
        @Override
        public void process(Job<Email> job) {}
    }

    @JobTopic(value = "send_email", group = "{group}")
    static class BadGroup implements JobProcessor<Email> {
        @Override
        public void process(Job<Email> job) {}
    }

    @JobTopic("send_email")
    static class Rival implements ReactiveJobProcessor<Email> {
        @Override
        public Uni<Void> process(Job<Email> job) {
            return Uni.createFrom().voidItem();
        }
    }

    @JobTopic("raw")
    @SuppressWarnings("rawtypes") // That is what the test is about.
    static class Raw implements JobProcessor {
        @Override
        public void process(Job job) {}
    }

    @Test
    void bindsEachProcessorToItsTopicAndGroupAndPayload() {
        ProcessorBindings bindings = bind(List.of(new Emails()), List.of(new Audit()), List.of(new Metrics()));

        assertThat(bindings.all())
                .extracting(ProcessorBinding::group)
                .containsExactlyInAnyOrder(
                        new GroupId("send_email", "default"),
                        new GroupId("send_email", "audit"),
                        new GroupId("metrics", "default"));
        assertThat(bindings.all())
                .extracting(binding -> binding.payloadType().getTypeName())
                .containsExactlyInAnyOrder(
                        Email.class.getName(),
                        "java.util.Map<java.lang.String, java.lang.String>",
                        String.class.getName());
        assertThat(bindings.all())
                .extracting(binding -> binding.invoker().maxJobs())
                .containsExactlyInAnyOrder(1, 1, 10);
    }

    @Test
    void bindsNothingWhenThereIsNoProcessor() {
        assertThat(bind(List.of(), List.of(), List.of()).all()).isEmpty();
    }

    @Test
    void refusesAProcessorThatDoesNotSayWhoseJobsItProcesses() {
        assertRefused(new Nameless(), Nameless.class.getName() + " processes jobs but has no @JobTopic");
    }

    @Test
    void refusesAnIllegalTopicAndSaysWhatIsLegal() {
        assertRefused(
                new BadTopic(),
                "topic of " + BadTopic.class.getName() + " 'send email' is not legal: it must be 1 to 128 characters"
                        + " out of A-Z, a-z, 0-9, '.', '_' and '-'");
    }

    @Test
    void refusesAnIllegalGroup() {
        assertRefused(new BadGroup(), "group of " + BadGroup.class.getName() + " '{group}' is not legal");
    }

    @Test
    void refusesAProcessorWithoutAPayloadType() {
        assertRefused(new Raw(), Raw.class.getName() + " must name its payload type, as in JobProcessor<Email>");
    }

    @Test
    void refusesTwoProcessorsOfOneTopicAndGroup() {
        assertThatThrownBy(() -> bind(List.of(new Emails()), List.of(new Rival()), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two processors share topic and group send_email/default: " + Emails.class.getName()
                        + " and " + Rival.class.getName());
    }

    private static void assertRefused(JobProcessor<?> processor, String message) {
        assertThatThrownBy(() -> bind(List.of(processor), List.of(), List.of()))
                .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static ProcessorBindings bind(
            List<JobProcessor<?>> blocking, List<ReactiveJobProcessor<?>> reactive, List<BatchJobProcessor<?>> batch) {
        Contexts contexts = new Contexts();
        contexts.defaultGroup = "default";
        return new ProcessorBindings(
                new FakeBeans<>(blocking),
                new FakeBeans<>(reactive),
                new FakeBeans<>(batch),
                contexts.settings(),
                new ProcessorThreads(Runnable::run),
                ProcessorSurroundings.NONE);
    }
}
