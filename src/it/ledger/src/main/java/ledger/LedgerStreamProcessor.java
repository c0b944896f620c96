package ledger;

import dev.streamlane.job.AssignedStream;
import dev.streamlane.job.StreamEntry;
import dev.streamlane.job.StreamProcessor;
import dev.streamlane.job.StreamService;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Works through data streams, for as long as each entry says, up to the one that is the last; a checkpoint after each but
 * that, because whoever went on after it would wait for one more. All of it is entered in the ledger: where it starts, each
 * entry before it is worked on, each checkpoint that is saved, and the end.
 */
@ApplicationScoped
@StreamService("ledger")
public class LedgerStreamProcessor implements StreamProcessor {
    private final StreamLedger ledger;

    LedgerStreamProcessor(StreamLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void process(AssignedStream stream) throws InterruptedException {
        ledger.enter("start", stream, stream.checkpoint().orElse("-"));
        for (StreamEntry entry : stream.entries()) {
            ledger.enter("entry", stream, entry.id());
            Thread.sleep(Long.parseLong(entry.fields().get("millis")));
            if (entry.fields().containsKey("last")) {
                ledger.enter("done", stream, entry.id());
                return;
            }
            stream.checkpoint(entry.id());
            ledger.enter("saved", stream, entry.id());
        }
    }
}
