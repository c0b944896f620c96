package dev.streamlane.tracing;

import io.opentelemetry.api.common.AttributeKey;

/** The attributes of our spans: OpenTelemetry's for messaging, and some of our own. */
final class Keys {
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    static final AttributeKey<String> CONSUMER = AttributeKey.stringKey("messaging.client.id");
    static final AttributeKey<String> JOB_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<Long> BATCH = AttributeKey.longKey("messaging.batch.message_count");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> ENTRY_ID = AttributeKey.stringKey("messaging.streamlane.entry_id");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("messaging.streamlane.attempt");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("messaging.streamlane.outcome");

    private Keys() {}
}
