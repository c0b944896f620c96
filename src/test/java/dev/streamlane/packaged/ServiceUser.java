package dev.streamlane.packaged;

import dev.streamlane.deploy.RedisUsers;
import java.util.ArrayList;
import java.util.List;

/**
 * The user that {@code deploy/redis-users.conf} has for the service: whether it may do all that the service does.
 *
 * @param redis where it is a user
 */
record ServiceUser(RedisClient redis) {
    private static final String NAME = "streamlane";
    private static final String PASSWORD = "CHANGE-ME";

    /** The place for the names of data streams. */
    private static final String ORDERS = "%R~orders:*";

    /**
     * Makes it.
     *
     * @param dataStreams patterns of the names of data streams
     * @return where Redis is for somebody who is this user
     */
    String create(List<String> dataStreams) {
        List<String> command = new ArrayList<>(List.of("ACL", "SETUSER"));
        command.addAll(RedisUsers.rule(NAME));
        command.remove(ORDERS);
        dataStreams.forEach(pattern -> command.add("%R~" + pattern));
        redis.call(command.toArray(String[]::new));
        return "redis://%s:%s@127.0.0.1:%d".formatted(NAME, PASSWORD, redis.port());
    }

    /** What it was refused. */
    List<?> refusals() {
        return (List<?>) redis.call("ACL", "LOG");
    }
}
