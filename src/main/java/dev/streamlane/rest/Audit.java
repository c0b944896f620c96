package dev.streamlane.rest;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.logging.LogFields;
import dev.streamlane.logging.LogText;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Notes who changed what, one line of the log for each action of an operator, when it is known how it ended; and who was
 * refused.
 */
@Singleton
final class Audit {
    private static final Logger LOG = Logger.getLogger("dev.streamlane.audit");

    private final RefusalBudget strangers;
    private final RefusalBudget known;

    Audit(Ticker ticker) {
        this.strangers = new RefusalBudget(ticker);
        this.known = new RefusalBudget(ticker);
    }

    /**
     * The same work, noted when it has ended.
     *
     * @param context the request that asked for it
     * @param action what is done, such as {@code change topic}
     * @param target to what, such as the topic's name
     */
    <T> Uni<T> of(RoutingContext context, String action, String target, Uni<T> work) {
        return work.onTermination()
                .invoke((item, failure, cancelled) -> note(who(context), action, target, outcome(failure, cancelled)));
    }

    /**
     * Notes that somebody was not let in, or may not do what they asked for; and, when there have been too many, how many.
     * However many are not let in, none of the others is lost sight of.
     */
    void refused(RoutingContext context, ProblemType kind) {
        (kind == ProblemType.FORBIDDEN ? known : strangers).take().ifPresent(untold -> {
            if (untold > 0) {
                LOG.infof("%d more were refused, of whom nothing was noted", untold);
            }
            String method = LogText.name(context.request().method().name());
            note(who(context), method, context.normalizedPath(), label(kind));
        });
    }

    private static void note(String who, String action, String target, String outcome) {
        String actor = LogText.name(who);
        String what = LogText.name(target);
        LogFields.line(
                Map.of("actor", actor, "action", action, "target", what, "outcome", outcome),
                () -> LOG.infof("%s: %s '%s': %s", actor, action, what, outcome));
    }

    /** The name of a key or user; never the key itself. */
    private static String who(RoutingContext context) {
        String name = context.user() instanceof QuarkusHttpUser user
                ? user.getSecurityIdentity().getPrincipal().getName()
                : "";
        return name.isEmpty() ? "anonymous" : name;
    }

    private static String outcome(Throwable failure, boolean cancelled) {
        if (cancelled) {
            return "unknown";
        }
        return failure == null ? "done" : label(Problems.of(failure).kind());
    }

    private static String label(ProblemType kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
