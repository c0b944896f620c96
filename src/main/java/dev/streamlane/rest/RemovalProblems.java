package dev.streamlane.rest;

import dev.streamlane.removal.GroupLoss;
import dev.streamlane.removal.Loss;
import dev.streamlane.removal.Removal;
import dev.streamlane.removal.TopicLoss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Words why something was not removed. */
final class RemovalProblems {
    static final String CONFIRM = "That of the answer that said what would be lost; absent to be told";

    private static final String LAST =
            " It is the last group: before another one joins or is created, nothing is trimmed,"
                    + " and a partition that is full takes no more jobs.";

    private RemovalProblems() {}

    /**
     * What would be lost.
     *
     * @param sentences in words
     * @param members for programs
     */
    record Words(String sentences, Map<String, Object> members) {}

    /**
     * What was lost, if it was removed.
     *
     * @param confirm what the caller has said, {@code null} if nothing
     * @param unknown what to fail with if there is nothing of that name
     * @throws ProblemException if it was not
     */
    static <L extends Loss> L done(
            Removal<L> removal, String confirm, Supplier<RuntimeException> unknown, Function<L, Words> words) {
        if (removal instanceof Removal.Done<L> done) {
            return done.loss();
        }
        if (removal instanceof Removal.InUse<L> use) {
            throw inUse(use.loss());
        }
        if (removal instanceof Removal.Unconfirmed<L> unconfirmed) {
            throw unconfirmed(unconfirmed.loss(), confirm, words.apply(unconfirmed.loss()));
        }
        throw unknown.get();
    }

    static Words ofGroup(GroupLoss loss) {
        String sentences =
                ("The group would lose its position, and leave %d jobs unfinished: %d of them are pending, %d of these after"
                                + " an attempt. The jobs themselves stay in the topic, and dead letters stay.")
                        .formatted(loss.backlog(), loss.pending(), loss.retrying());
        return new Words(sentences + (loss.last() ? LAST : ""), members(loss));
    }

    static Words ofTopic(TopicLoss loss) {
        String sentences =
                ("The topic would be gone with %d jobs, finished ones included, %d delayed jobs, %d schedules and %d groups."
                                + " Dead letters stay.")
                        .formatted(
                                loss.jobs(),
                                loss.delayed(),
                                loss.schedules(),
                                loss.groups().size());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("partitions", loss.partitions());
        members.put("jobs", loss.jobs());
        members.put("delayed", loss.delayed());
        members.put("schedules", loss.schedules());
        members.put("groups", loss.groups().stream().map(RemovalProblems::group).toList());
        return new Words(sentences, members);
    }

    private static Map<String, Object> group(GroupLoss loss) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("group", loss.group().group());
        group.putAll(members(loss));
        return group;
    }

    private static Map<String, Object> members(GroupLoss loss) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("pending", loss.pending());
        members.put("retrying", loss.retrying());
        members.put("backlog", loss.backlog());
        return members;
    }

    private static ProblemException inUse(Loss loss) {
        String begun = loss.begun() ? "its removal has begun, and goes on when it is asked for again; but " : "";
        String detail = begun
                + "consumers are at it: stop them, or deploy them without its processor. One that was killed counts until"
                + " its deadline has passed, as one does that stays under streamlane.membership=static";
        return new ProblemException(
                Problem.of(ProblemType.IN_USE, detail).with("consumers", List.copyOf(loss.users())));
    }

    private static ProblemException unconfirmed(Loss loss, String confirm, Words words) {
        String before = "";
        if (loss.begun()) {
            before = "Its removal has begun and was interrupted. ";
        } else if (confirm != null) {
            before = "It is not as it was, or that is not its confirm. ";
        }
        String after = " To remove it, call again with ?confirm=" + loss.confirm();
        Problem problem = Problem.of(ProblemType.TO_BE_CONFIRMED, before + words.sentences + after)
                .with("confirm", loss.confirm());
        for (Map.Entry<String, Object> member : words.members.entrySet()) {
            problem = problem.with(member.getKey(), member.getValue());
        }
        return new ProblemException(problem);
    }
}
