package dev.streamlane.streams;

import dev.streamlane.logging.LogFields;
import dev.streamlane.logging.LogText;
import java.time.Duration;
import java.util.Collection;
import org.jboss.logging.Logger;

/**
 * Says in the log what becomes of the streams of a service. Anybody may have chosen a stream's or a consumer's name, and an
 * error may quote anything: here they are made harmless.
 */
final class ServiceLog {
    private static final Logger LOG = Logger.getLogger(ServiceLog.class);

    private final String service;

    ServiceLog(String service) {
        this.service = service;
    }

    /** A stream is this replica's now. */
    void assigned(Held stream) {
        about(stream, () -> stream.previous()
                .ifPresentOrElse(
                        from -> LOG.infof(
                                "Stream %s of service %s claimed from %s", name(stream), service, LogText.name(from)),
                        () -> LOG.debugf("Stream %s of service %s assigned", name(stream), service)));
    }

    /** Streams are not this replica's any more. */
    void lost(Collection<Held> streams, String reason) {
        Held first = streams.iterator().next();
        String one = name(first);
        if (streams.size() == 1) {
            about(first, () -> LOG.warnf("Stream %s of service %s is not ours any more: %s", one, service, reason));
        } else {
            LOG.warnf(
                    "%d streams of service %s are not ours any more, %s among them: %s",
                    streams.size(), service, one, reason);
        }
    }

    /** A stream goes to another replica while its processor still runs. */
    void notReturned(Held stream) {
        about(
                stream,
                () -> LOG.warnf(
                        "Stream %s of service %s is handed over though its processor has not returned",
                        name(stream), service));
    }

    void done(Held stream) {
        about(stream, () -> LOG.debugf("Stream %s of service %s is done", name(stream), service));
    }

    /** An attempt failed that is not the last one. */
    void failed(Held stream, int attempts, Duration backoff, String error) {
        about(
                stream,
                attempts,
                () -> LOG.warnf(
                        "Attempt %d at stream %s of service %s failed; the next one follows in %d ms: %s",
                        attempts, name(stream), service, backoff.toMillis(), LogText.text(error)));
    }

    /** An entry was dead-lettered. */
    void dead(Held stream, int attempts, String error) {
        about(
                stream,
                attempts,
                () -> LOG.warnf(
                        "Entry %s of service %s, stream '%s', is dead after %s: %s",
                        stream.id(), service, name(stream), LogText.attempts(attempts), LogText.text(error)));
    }

    /** Redis did not answer when the end of a stream was to be written. */
    void waiting(Held stream) {
        about(stream, () -> LOG.debugf("The end of stream %s of service %s waits for Redis", name(stream), service));
    }

    /** An error of our own kept the end of a stream from being written. */
    void notWritten(Held stream, Throwable error) {
        about(
                stream,
                () -> LOG.errorf(
                        error, "The end of stream %s of service %s could not be written", name(stream), service));
    }

    /** The end of a stream cannot be written any more. */
    void late(Held stream) {
        about(
                stream,
                () -> LOG.warnf(
                        "Stream %s of service %s was not ours any more when its end was to be written",
                        name(stream), service));
    }

    private void about(Held stream, Runnable line) {
        LogFields.line(StreamFields.of(service, stream.hold().name()), line);
    }

    private void about(Held stream, int attempt, Runnable line) {
        LogFields.line(StreamFields.of(service, stream.hold().name(), attempt), line);
    }

    private static String name(Held stream) {
        return LogText.name(stream.hold().name());
    }
}
