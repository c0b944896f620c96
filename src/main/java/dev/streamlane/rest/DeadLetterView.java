package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.streamlane.deadletter.DeadLetter;
import dev.streamlane.deadletter.Origin;
import dev.streamlane.producer.JsonText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A dead letter. What does not apply or is not known is left out; {@code payload}, {@code headers}, {@code assignment} and
 * {@code fields} are shown of single ones only.
 *
 * @param id its entry ID among the dead letters
 * @param topic where the job failed
 * @param partition where the job failed
 * @param service where the assignment of a stream failed
 * @param group the group that failed at it
 * @param entryId its entry there
 * @param jobId the job's id
 * @param key the job's key
 * @param attempts how many it has used
 * @param error why it is dead
 * @param failedAt when it failed for good
 * @param consumer who had it then
 * @param onlyGroup the only group it was for, if it had been replayed before
 * @param origin stream and entry that it had been replayed from before
 * @param payload the payload as it stands; a text if it is no JSON
 * @param headers the headers as they stand
 * @param assignment the assignment of a stream as it stands
 * @param fields all other fields of the entry
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DeadLetter")
record DeadLetterView(
        String id,
        String topic,
        Integer partition,
        String service,
        String group,
        String entryId,
        String jobId,
        String key,
        Integer attempts,
        String error,
        Instant failedAt,
        String consumer,
        String onlyGroup,
        String origin,
        Object payload,
        Object headers,
        Object assignment,
        Map<String, String> fields) {
    private static final Set<String> SHOWN =
            Set.of("msg_id", "key", "only_group", "origin", "payload", "headers", "lbs-input");

    /** As one of many. */
    static DeadLetterView brief(DeadLetter letter) {
        return of(letter, false);
    }

    /** With all that it says. */
    static DeadLetterView whole(DeadLetter letter) {
        return of(letter, true);
    }

    private static DeadLetterView of(DeadLetter letter, boolean whole) {
        Map<String, String> body = letter.body();
        Map<String, String> others = new LinkedHashMap<>(body);
        others.keySet().removeAll(SHOWN);
        Origin.Job job = letter.origin() instanceof Origin.Job known ? known : null;
        return new DeadLetterView(
                letter.id(),
                job == null ? null : job.topic(),
                job == null ? null : job.partition(),
                letter.origin() instanceof Origin.Assignment assignment ? assignment.service() : null,
                letter.death().get("group"),
                letter.death().get("entry_id"),
                body.get("msg_id"),
                body.get("key"),
                integer(letter.death().get("attempts")),
                letter.death().get("error"),
                instant(letter.death().get("failed_at")),
                letter.death().get("consumer"),
                body.get("only_group"),
                body.get("origin"),
                whole ? json(body.get("payload")) : null,
                whole ? json(body.get("headers")) : null,
                whole ? json(body.get("lbs-input")) : null,
                whole && !others.isEmpty() ? others : null);
    }

    private static Integer integer(String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    private static Instant instant(String seconds) {
        return seconds != null && seconds.matches("[0-9]{1,11}(\\.[0-9]{1,9})?")
                ? Instant.ofEpochMilli(new BigDecimal(seconds).movePointRight(3).longValue())
                : null;
    }

    /** Numbers and names stay as they are written. */
    private static Object json(String text) {
        if (text == null) {
            return null;
        }
        try {
            return new RawValue(JsonText.parse(text).text());
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
