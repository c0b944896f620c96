package dev.streamlane.producer;

import java.util.List;

/**
 * Writing stopped in the middle: each job is enqueued, not enqueued, or its fate is unknown, as that of a stream always is.
 * The cause says why: a {@link dev.streamlane.topic.StoreUnavailableException}, an {@link UnconfirmedException} or a {@link
 * TopicFullException}.
 */
public class EnqueueInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<JobOutcome> account;

    /**
     * @param account what became of each job, in the order of the batch
     * @param cause why writing stopped
     */
    public EnqueueInterruptedException(List<JobOutcome> account, Throwable cause) {
        this(sentence(account), account, cause);
    }

    private EnqueueInterruptedException(String sentence, List<JobOutcome> account, Throwable cause) {
        super(sentence, cause);
        this.account = List.copyOf(account);
    }

    /** Nobody knows whether a stream was added. */
    static EnqueueInterruptedException ofStream(Throwable cause) {
        return new EnqueueInterruptedException("the stream may have been added", List.of(), cause);
    }

    /** What became of each job, in the order of the batch; empty if it is about a stream. */
    public List<JobOutcome> account() {
        return account;
    }

    private static String sentence(List<JobOutcome> account) {
        return "enqueueing was interrupted: of " + account.size() + " job(s), "
                + count(account, JobOutcome.Status.ENQUEUED) + " enqueued, "
                + count(account, JobOutcome.Status.NOT_ENQUEUED) + " not enqueued, "
                + count(account, JobOutcome.Status.UNKNOWN) + " may have been enqueued";
    }

    private static long count(List<JobOutcome> account, JobOutcome.Status status) {
        return account.stream().filter(job -> job.status() == status).count();
    }
}
