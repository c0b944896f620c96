package dev.streamlane.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A Compose file, as far as it is used here. */
record Compose(String name, Map<String, Service> services, Map<String, JsonNode> volumes) {
    /** What runs in containers. */
    record Service(
            String image,
            Build build,
            List<String> command,
            Replicas deploy,
            Map<String, String> environment,
            List<String> ports,
            List<String> volumes,
            HealthCheck healthcheck,
            @JsonProperty("depends_on") JsonNode dependsOn,
            String restart,
            @JsonProperty("mem_limit") String memLimit,
            @JsonProperty("read_only") boolean readOnly,
            List<String> tmpfs,
            @JsonProperty("cap_drop") List<String> capDrop,
            @JsonProperty("security_opt") List<String> securityOpt,
            @JsonProperty("stop_grace_period") String stopGracePeriod) {}

    /** How an image is made. */
    record Build(String context, String dockerfile, Map<String, String> args) {}

    /** How many containers there are. */
    record Replicas(int replicas) {}

    /** How one is known to work. */
    record HealthCheck(List<String> test, String interval) {}
}
