package dev.streamlane.removal;

import dev.streamlane.group.GroupListing;
import dev.streamlane.group.GroupView;
import dev.streamlane.group.PartitionView;
import dev.streamlane.partition.GroupId;
import dev.streamlane.removal.GroupLoss.Standing;
import dev.streamlane.removal.RemovalStore.Traces;
import dev.streamlane.removal.RemovalStore.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out what a removal would remove. */
final class Survey {
    private final GroupListing listing;
    private final RemovalStore store;

    Survey(GroupListing listing, RemovalStore store) {
        this.listing = listing;
        this.store = store;
    }

    /** What would be lost with a group; empty if there is none of this name. */
    CompletionStage<Optional<GroupLoss>> group(GroupId group) {
        return store.traces(group.topic())
                .thenCompose(traces -> listing.names(group.topic()).thenCompose(names -> group(group, names, traces)));
    }

    /** What would be lost with a topic; empty if there is none of this name. */
    CompletionStage<Optional<TopicLoss>> topic(String topic) {
        return store.traces(topic).thenCompose(traces -> {
            if (!traces.known()) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            CompletionStage<List<GroupLoss>> groups = listing.names(topic).thenCompose(names -> {
                Set<String> all = new TreeSet<>(names);
                all.addAll(traces.groups().keySet());
                return groups(topic, List.copyOf(all), names, traces, new ArrayList<>());
            });
            CompletionStage<Content> content = content(topic, traces.partitions(), 0, Content.NOTHING);
            return groups.thenCombine(content, (losses, held) -> Optional.of(loss(topic, traces, losses, held)));
        });
    }

    private CompletionStage<Optional<GroupLoss>> group(GroupId group, Set<String> names, Traces traces) {
        return listing.find(group).thenCompose(found -> {
            String confirmed = traces.groups().get(group.group());
            boolean last = names.equals(Set.of(group.group()));
            Use use = new Use();
            found.ifPresent(view -> view.members().forEach(member -> use.users.add(member.consumer())));
            CompletionStage<Boolean> present = found.isPresent() || confirmed != null
                    ? CompletableFuture.completedStage(true)
                    : leftOver(group, traces.partitions(), 0);
            return present.thenCompose(is -> is
                    ? use(group, traces.partitions(), 0, use)
                            .thenApply(all -> Optional.of(loss(group, found, confirmed, last, all)))
                    : CompletableFuture.completedStage(Optional.empty()));
        });
    }

    private CompletionStage<Boolean> leftOver(GroupId group, int partitions, int from) {
        if (from >= partitions) {
            return CompletableFuture.completedStage(false);
        }
        int to = Removals.endOfPage(from, partitions);
        return store.leftOver(group, from, to)
                .thenCompose(some -> some ? CompletableFuture.completedStage(true) : leftOver(group, partitions, to));
    }

    private static GroupLoss loss(GroupId group, Optional<GroupView> view, String confirmed, boolean last, Use use) {
        Standing known = view.isPresent() ? Standing.KNOWN : Standing.LEFT;
        String confirm = confirmed == null
                // What comes in meanwhile is not lost with the group, so it may.
                ? Confirmation.of(
                        group,
                        view.map(GroupView::generation),
                        view.flatMap(GroupView::reset),
                        view.map(GroupView::paused),
                        use.pending,
                        use.retrying)
                : confirmed;
        return new GroupLoss(
                group,
                confirmed == null ? known : Standing.BEGUN,
                use.users,
                use.pending,
                use.retrying,
                use.backlog,
                last,
                confirm);
    }

    private static TopicLoss loss(String topic, Traces traces, List<GroupLoss> groups, Content content) {
        Waiting waiting = content.waiting;
        String confirm = traces.confirmed()
                .orElseGet(() -> Confirmation.of(
                        topic,
                        traces.partitions(),
                        content.jobs,
                        waiting,
                        groups.stream().map(GroupLoss::confirm).toList()));
        return new TopicLoss(
                topic,
                traces.partitions(),
                content.jobs,
                waiting.delayed(),
                waiting.schedules(),
                groups,
                traces.confirmed().isPresent(),
                confirm);
    }

    private CompletionStage<List<GroupLoss>> groups(
            String topic, List<String> all, Set<String> names, Traces traces, List<GroupLoss> losses) {
        if (all.isEmpty()) {
            return CompletableFuture.completedStage(losses);
        }
        return group(new GroupId(topic, all.get(0)), names, traces).thenCompose(loss -> {
            loss.ifPresent(losses::add);
            return groups(topic, all.subList(1, all.size()), names, traces, losses);
        });
    }

    private CompletionStage<Use> use(GroupId group, int partitions, int from, Use use) {
        if (from >= partitions) {
            return CompletableFuture.completedStage(use);
        }
        int to = Removals.endOfPage(from, partitions);
        return listing.partitions(group, from, to)
                .thenCombine(store.retrying(group, from, to), use::plus)
                .thenCompose(more -> use(group, partitions, to, more));
    }

    private CompletionStage<Content> content(String topic, int partitions, int from, Content sum) {
        if (from >= partitions) {
            return CompletableFuture.completedStage(sum);
        }
        int to = Removals.endOfPage(from, partitions);
        return listing.lengths(topic, from, to)
                .thenCombine(store.waiting(topic, from, to), sum::plus)
                .thenCompose(more -> content(topic, partitions, to, more));
    }

    /** How a group is used, as far as that was seen. */
    private static final class Use {
        private final Set<String> users = new TreeSet<>();
        private long pending;
        private long retrying;
        private long backlog;

        private Use plus(List<PartitionView> partitions, long further) {
            for (PartitionView partition : partitions) {
                pending += partition.pending();
                backlog += partition.backlog();
                partition.owner().ifPresent(owner -> users.add(owner.consumer()));
            }
            retrying += further;
            return this;
        }
    }

    /** What is in partitions, and beside them. */
    private record Content(long jobs, Waiting waiting) {
        private static final Content NOTHING = new Content(0, Waiting.NOTHING);

        private Content plus(List<Long> lengths, Waiting further) {
            return new Content(
                    jobs + lengths.stream().mapToLong(length -> length).sum(), waiting.plus(further));
        }
    }
}
