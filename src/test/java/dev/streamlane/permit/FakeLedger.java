package dev.streamlane.permit;

import dev.streamlane.partition.GroupId;
import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers what the test says, when it says so. */
public final class FakeLedger implements PermitLedger {
    private final List<Ask> asks = new ArrayList<>();
    private final ManualLoop loop;
    private final Deque<CompletableFuture<Grant>> answers = new ArrayDeque<>();

    public FakeLedger(ManualLoop loop) {
        this.loop = loop;
    }

    @Override
    public CompletionStage<Grant> ask(GroupId group, GroupLimits limits, Ask ask) {
        asks.add(ask);
        answers.add(new CompletableFuture<>());
        return answers.getLast();
    }

    public List<Ask> asks() {
        return asks;
    }

    public Ask last() {
        return asks.get(asks.size() - 1);
    }

    public void grant(int running, int starts, Duration retry) {
        grant(new Grant(running, 0, starts, "then", retry));
    }

    void grant(Grant grant) {
        answers.remove().complete(grant);
        loop.run();
    }

    public void fail() {
        answers.remove().completeExceptionally(new StoreUnavailableException("no answer", null));
        loop.run();
    }
}
