package dev.streamlane.permit;

import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Keeps account of what the replicas of groups may start, so that all of them together keep to {@link GroupLimits}. */
public interface PermitLedger {
    /** How long what a replica may run is relied on, from when it asked: afterwards others may have what was given to it. */
    Duration TRUST = Duration.ofSeconds(1);

    /** After what time a replica that has something gives up some while others wait, and for how long what one wants counts. */
    Duration TURN = Duration.ofSeconds(1);

    /**
     * Asks for permits. What a replica may run it has for more than {@link #TRUST} from when it asked; what it runs counts
     * until it cannot trust its leases any more. A stage that fails with {@link
     * dev.streamlane.topic.StoreUnavailableException} leaves open whether what was asked for counts as given.
     */
    CompletionStage<Grant> ask(GroupId group, GroupLimits limits, Ask ask);

    /**
     * What a replica has and wants.
     *
     * @param number of this call: of a replica's calls only later ones count
     * @param running how many jobs run there
     * @param more how many more could run there now
     * @param starts how many attempts it wants to begin now
     * @param portion how many it has use for soon, if any jobs may run there at all
     * @param delay how long after this call these may begin: they count for so much longer
     * @param unused how many of the starts that it was given last it has not used, and will not
     * @param until until when these count, as it was granted
     */
    record Ask(long number, int running, int more, int starts, int portion, Duration delay, int unused, String until) {}

    /**
     * What it gets.
     *
     * @param running how many jobs may run there, with those that run; fewer than run if others want some
     * @param ahead how many replicas wait before it, if it gets nothing
     * @param starts how many attempts may begin
     * @param until until when they count
     * @param retry after what time there may be more starts; zero if none are missing
     */
    record Grant(int running, int ahead, int starts, String until, Duration retry) {}
}
