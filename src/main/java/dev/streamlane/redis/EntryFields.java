package dev.streamlane.redis;

import dev.streamlane.consumer.Entry;
import io.vertx.redis.client.Response;

/** Reads what Redis says of an entry of a partition: its ID, and its fields by name, in whatever order. */
final class EntryFields {
    private String msgId;
    private String payload;
    private String partitionKey;
    private String key;
    private String createdAt;
    private String enqueuedAt;
    private String timeout;
    private String headers;
    private String onlyGroup;

    private EntryFields() {}

    static Entry entry(Response entry) {
        EntryFields read = new EntryFields();
        Response fields = entry.get(1);
        for (int i = 0; i < fields.size(); i += 2) {
            read.field(fields.get(i).toString(), fields.get(i + 1));
        }
        return read.entry(entry.get(0).toString());
    }

    private void field(String name, Response value) {
        switch (name) {
            case "msg_id" -> msgId = value.toString();
            case "payload" -> payload = value.toString();
            case "partition_key" -> partitionKey = value.toString();
            case "key" -> key = value.toString();
            case "created_at" -> createdAt = value.toString();
            case "enqueued_at" -> enqueuedAt = value.toString();
            case "timeout" -> timeout = value.toString();
            case "headers" -> headers = value.toString();
            case "only_group" -> onlyGroup = value.toString();
            default -> {
                // Nothing that a job is made of.
            }
        }
    }

    private Entry entry(String id) {
        return new Entry(id, msgId, payload, partitionKey, key, createdAt, enqueuedAt, timeout, headers, onlyGroup);
    }
}
