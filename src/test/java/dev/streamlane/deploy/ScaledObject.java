package dev.streamlane.deploy;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** KEDA's kind, as far as it is used here. */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    /** How to scale what. */
    record Spec(
            ScaleTarget scaleTargetRef,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Integer pollingInterval,
            Integer initialCooldownPeriod,
            Integer cooldownPeriod,
            Advanced advanced,
            List<Trigger> triggers) {}

    /** What is scaled. */
    record ScaleTarget(String apiVersion, String kind, String name) {}

    /** How the autoscaler that KEDA makes behaves. */
    record Advanced(AutoscalerConfig horizontalPodAutoscalerConfig) {}

    /** How it behaves. */
    record AutoscalerConfig(HorizontalPodAutoscalerBehavior behavior) {}

    /** What is looked at. */
    record Trigger(String type, AuthenticationRef authenticationRef, StreamOfGroup metadata) {}

    /** Which {@link TriggerAuthentication}. */
    record AuthenticationRef(String name) {}

    /** What the trigger for Redis streams understands. All values are texts. */
    record StreamOfGroup(
            String stream,
            String consumerGroup,
            String lagCount,
            String pendingEntriesCount,
            String activationLagCount) {}

    /** The streams that are looked at with one kind of threshold, each with that. */
    Map<String, String> thresholds(Function<StreamOfGroup, String> threshold) {
        return spec.triggers().stream()
                .map(Trigger::metadata)
                .filter(stream -> threshold.apply(stream) != null)
                .collect(toMap(StreamOfGroup::stream, threshold));
    }
}
