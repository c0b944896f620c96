package dev.streamlane.deploy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** KEDA's kind, as far as it is used here. */
record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    /** Where the parameters are. */
    record Spec(List<SecretRef> secretTargetRef) {}

    /** A key of a secret. */
    record SecretRef(String parameter, String name, String key) {}
}
