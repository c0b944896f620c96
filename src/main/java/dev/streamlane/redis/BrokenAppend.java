package dev.streamlane.redis;

import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobOutcome.Status;
import dev.streamlane.redis.Slices.Part;
import dev.streamlane.redis.Writes.Written;
import dev.streamlane.topic.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The account of a batch of which some parts are written and others are not. */
final class BrokenAppend {
    private final Function<Written, List<String>> idsOf;
    private final List<String> ids = new ArrayList<>();
    private final List<Status> statuses = new ArrayList<>();
    private RuntimeException reason;

    private BrokenAppend(Function<Written, List<String>> idsOf) {
        this.idsOf = idsOf;
    }

    /**
     * The account when all parts have ended.
     *
     * @param first what the first part came to
     * @param rest what the others came to, at least one of which failed
     * @param idsOf the entry IDs that a part got
     */
    static Appended.Broken of(
            List<Part> parts,
            Written first,
            List<CompletableFuture<Written>> rest,
            Function<Written, List<String>> idsOf) {
        BrokenAppend account = new BrokenAppend(idsOf);
        account.written(first);
        for (int i = 0; i < rest.size(); i++) {
            try {
                account.written(rest.get(i).join());
            } catch (CompletionException failed) {
                account.failed(failed.getCause(), parts.get(i + 1).jobs());
            }
        }
        return new Appended.Broken(account.ids, account.statuses, account.reason);
    }

    private void written(Written part) {
        List<String> more = idsOf.apply(part);
        ids.addAll(more);
        statuses.addAll(Collections.nCopies(more.size(), part.confirmed() ? Status.ENQUEUED : Status.UNKNOWN));
    }

    private void failed(Throwable failure, int jobs) {
        boolean untouched = failure instanceof StoreUnavailableException store && store.untouched();
        boolean doubtful = statuses.contains(Status.UNKNOWN);
        ids.addAll(Collections.nCopies(jobs, null));
        statuses.addAll(Collections.nCopies(jobs, untouched ? Status.NOT_ENQUEUED : Status.UNKNOWN));
        if (reason == null || (!untouched && !doubtful)) {
            reason = failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
        }
    }
}
