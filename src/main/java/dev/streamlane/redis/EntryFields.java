package dev.streamlane.redis;

import dev.streamlane.consumer.Entry;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.util.Locale;

/** Reads what Redis says of an entry of a partition: its ID, and its fields by name, in whatever order. */
final class EntryFields {
    /** In the order in which we write them, so that mostly the first look finds a name. */
    private enum Field {
        MSG_ID,
        TOPIC,
        PAYLOAD,
        PARTITION_KEY,
        PARTITION,
        CREATED_AT,
        ENQUEUED_AT,
        TIMEOUT,
        KEY,
        HEADERS,
        ONLY_GROUP;

        private static final Field[] ALL = values();

        private final Buffer bytes = Buffer.buffer(name().toLowerCase(Locale.ROOT));

        /** Compares bytes: to make a text of each name of each job takes longer than all else here. */
        static Field of(Buffer name, int expected) {
            for (int i = 0; i < ALL.length; i++) {
                Field field = ALL[(expected + i) % ALL.length];
                if (field.bytes.equals(name)) {
                    return field;
                }
            }
            return null;
        }
    }

    private final Response[] values = new Response[Field.ALL.length];

    private EntryFields(Response fields) {
        int expected = 0;
        for (int i = 0; i < fields.size(); i += 2) {
            Field field = Field.of(fields.get(i).toBuffer(), expected);
            if (field != null) {
                values[field.ordinal()] = fields.get(i + 1);
                expected = field.ordinal() + 1;
            }
        }
    }

    static Entry entry(Response entry) {
        EntryFields fields = new EntryFields(entry.get(1));
        return new Entry(
                text(entry.get(0)),
                fields.text(Field.MSG_ID),
                fields.text(Field.PAYLOAD),
                fields.text(Field.PARTITION_KEY),
                fields.text(Field.KEY),
                fields.text(Field.CREATED_AT),
                fields.text(Field.ENQUEUED_AT),
                fields.text(Field.TIMEOUT),
                fields.text(Field.HEADERS),
                fields.text(Field.ONLY_GROUP));
    }

    private String text(Field field) {
        Response value = values[field.ordinal()];
        return value == null ? null : text(value);
    }

    /** What {@code value.toString()} says, without its second copy of the bytes. */
    private static String text(Response value) {
        return value.toBuffer().toString();
    }
}
