package dev.streamlane.redis;

import dev.streamlane.coordination.Pause;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * What was asked of a group, as far as one partition is concerned.
 *
 * @param pause whether it is paused
 * @param reset the number of the last reset, 0 if there was none
 * @param beginning where the group is to begin in this partition
 */
record GroupState(Pause pause, long reset, Beginning beginning) {
    static Request read(String key, int partition) {
        return Request.cmd(Command.HMGET)
                .arg(key)
                .arg("version")
                .arg("paused")
                .arg("reset")
                .arg(beginning(partition));
    }

    static GroupState parse(Response values) {
        String beginning = Replies.text(values, 3);
        return new GroupState(
                PauseText.parse(values),
                reset(values),
                beginning == null ? Beginning.FIRST : Beginning.parse(beginning));
    }

    /** The number of the last reset, where it stands behind the pause. */
    static long reset(Response values) {
        return values.get(2) == null ? 0 : Replies.number(values, 2);
    }

    /** The field that tells where it begins in a partition. */
    private static String beginning(int partition) {
        return "at:" + partition;
    }
}
