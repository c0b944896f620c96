package ledger;

import dev.streamlane.job.DiscardJobException;
import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.JobTopic;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CountDownLatch;

/** Works as its jobs say, and enters each start and each completion in the ledger. */
@ApplicationScoped
@JobTopic("ledger")
public class LedgerProcessor implements JobProcessor<Work> {
    private final Ledger ledger;

    LedgerProcessor(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void process(Job<Work> job) throws InterruptedException {
        Work work = job.payload();
        ledger.enter("start", job);
        if (work.millis() > 0) {
            Thread.sleep(work.millis());
        }
        switch (work.end() == null ? Work.End.DONE : work.end()) {
            case DONE -> ledger.enter("done", job);
            case THROW -> throw new IllegalStateException("told to fail");
            case DISCARD -> throw new DiscardJobException("told to be discarded");
            case HANG -> hang();
            case HALT -> Runtime.getRuntime().halt(1);
        }
    }

    private static void hang() {
        CountDownLatch never = new CountDownLatch(1);
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // That is the point of it.
            }
        }
    }
}
