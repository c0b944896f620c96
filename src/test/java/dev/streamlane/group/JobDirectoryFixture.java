package dev.streamlane.group;

import dev.streamlane.partition.GroupId;
import dev.streamlane.streams.EntryId;
import dev.streamlane.testing.Stages;

/** Asks for jobs' states. */
public final class JobDirectoryFixture {
    private JobDirectoryFixture() {}

    public static JobState state(GroupListing listing, GroupId group, int partition, String entryId) {
        return Stages.get(new JobDirectory(listing).find(group, partition, EntryId.parse(entryId)))
                .state();
    }
}
