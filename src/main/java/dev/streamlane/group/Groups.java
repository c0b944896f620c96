package dev.streamlane.group;

import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.GroupId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What operators ask of groups, whether or not these have members. Every call may fail with {@link
 * dev.streamlane.topic.StoreUnavailableException}; then it may have been done in part, and may be repeated.
 */
public interface Groups {
    /**
     * Pauses a group, or lets it go on. When this has completed, Redis lets nothing of a paused group start any more;
     * what runs goes on to its end.
     *
     * @return the pause as it is now; empty if there is no such group
     */
    CompletionStage<Optional<Pause>> pause(GroupId group, boolean paused);
}
