package dev.streamlane.group;

import dev.streamlane.group.GroupListing.DeadLook;
import dev.streamlane.group.JobTrace.Pending;
import dev.streamlane.partition.GroupId;
import dev.streamlane.streams.EntryId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells how far groups are with jobs, for which nothing more is written than without it. */
@Singleton
public final class JobDirectory {
    private final GroupListing listing;

    JobDirectory(GroupListing listing) {
        this.listing = listing;
    }

    /**
     * How far a group is with a job.
     *
     * @param state in one word
     * @param pending how it is pending; empty if it is not
     */
    public record Found(JobState state, Optional<Pending> pending) {}

    /** Looks for an entry; fails with {@link dev.streamlane.topic.StoreUnavailableException}. */
    public CompletionStage<Found> find(GroupId group, int partition, EntryId entry) {
        String id = entry.toString();
        return listing.trace(group, partition, id).thenCompose(trace -> trace.state(entry)
                .<CompletionStage<JobState>>map(CompletableFuture::completedStage)
                .orElseGet(() -> listing.lookAmongDead(group, partition, id).thenApply(JobDirectory::state))
                .thenApply(state -> new Found(state, trace.pending().filter(pending -> trace.there()))));
    }

    private static JobState state(DeadLook look) {
        return switch (look) {
            case FOUND -> JobState.DEAD;
            case NOT_THERE -> JobState.DONE;
            case NOT_FOUND -> JobState.FINISHED;
        };
    }
}
