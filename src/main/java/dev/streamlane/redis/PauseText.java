package dev.streamlane.redis;

import dev.streamlane.coordination.Pause;
import io.vertx.redis.client.Response;
import java.util.List;

/** Whether a group is paused, as it is stored with the group and shown in its leases. */
final class PauseText {
    private PauseText() {}

    /** From the version and the flag. */
    static Pause parse(Response values) {
        return values.get(0) == null
                ? Pause.NEVER
                : new Pause("1".equals(Replies.text(values, 1)), Replies.number(values, 0));
    }

    /** What shows it in a lease. */
    static ScriptCall show(String lease, Pause pause) {
        return ScriptCall.of(
                Script.LEASE_PAUSE, List.of(lease), pause.paused() ? "1" : "0", String.valueOf(pause.version()));
    }
}
