package dev.streamlane.stats;

import dev.streamlane.consumer.JobEvents;
import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.partition.GroupId;
import dev.streamlane.streams.StreamEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what this replica processes, and shows it. A group or service is there from its first beat on, though it may not
 * have done anything yet. Inject it to look; any thread may.
 */
public final class Stats implements CoordinationEvents, JobEvents, StreamEvents {
    /** How far back what is recent goes. */
    public static final Duration RECENT = Window.LENGTH;

    private final Ticker ticker;
    private final Instant since;
    private final ConcurrentMap<GroupId, Activity<JobEvents.Result>> groups = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ServiceActivity> services = new ConcurrentHashMap<>();

    public Stats(Clock clock, Ticker ticker) {
        this.ticker = ticker;
        this.since = clock.instant();
    }

    /** Since when it has been counting: since this replica's start. */
    public Instant since() {
        return since;
    }

    /** The groups that this replica takes part in, by topic and name. */
    public List<GroupStats> groups() {
        return groups.entrySet().stream()
                .map(entry -> new GroupStats(
                        entry.getKey(), entry.getValue().all(), entry.getValue().recent()))
                .sorted(Comparator.comparing((GroupStats stats) -> stats.group().topic())
                        .thenComparing(stats -> stats.group().group()))
                .toList();
    }

    /** The stream services that this replica serves, by name. */
    public List<ServiceStats> services() {
        return services.entrySet().stream()
                .map(entry -> entry.getValue().stats(entry.getKey()))
                .sorted(Comparator.comparing(ServiceStats::service))
                .toList();
    }

    /** One of {@link #services()}. */
    public Optional<ServiceStats> service(String name) {
        return Optional.ofNullable(services.get(name)).map(activity -> activity.stats(name));
    }

    @Override
    public void beat(GroupId group, Duration took) {
        of(group);
    }

    @Override
    public void beatFailed(GroupId group) {
        of(group);
    }

    @Override
    public void ended(GroupId group, JobEvents.Result result, Duration took) {
        of(group).ended(result, took);
    }

    @Override
    public void beat(String service, Duration took) {
        of(service);
    }

    @Override
    public void beatFailed(String service) {
        of(service);
    }

    @Override
    public void observed(String service, int held, long waiting, long unowned) {
        of(service).held(held);
    }

    @Override
    public void assigned(String service, boolean claimed) {
        of(service).assigned(claimed);
    }

    @Override
    public void ended(String service, StreamEvents.Result result, Duration took) {
        of(service).ended(result, took);
    }

    private Activity<JobEvents.Result> of(GroupId group) {
        // A plain look-up first: computeIfAbsent may lock, and this is called for every job.
        Activity<JobEvents.Result> activity = groups.get(group);
        return activity != null
                ? activity
                : groups.computeIfAbsent(group, absent -> new Activity<>(JobEvents.Result.class, ticker));
    }

    private ServiceActivity of(String service) {
        return services.computeIfAbsent(service, absent -> new ServiceActivity(ticker));
    }
}
