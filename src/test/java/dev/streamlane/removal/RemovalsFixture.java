package dev.streamlane.removal;

import dev.streamlane.group.GroupListing;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Makes removals that wait for nobody. */
public final class RemovalsFixture {
    private RemovalsFixture() {}

    /** @param meanwhile what happens while others forget what they know */
    public static Removals removals(GroupListing listing, RemovalStore store, Supplier<CompletionStage<?>> meanwhile) {
        return removals(listing, store, meanwhile, new AtomicInteger());
    }

    /** @param stops how often the process was stopped for longer than anything that was asked for before may be relied on */
    public static Removals removals(
            GroupListing listing, RemovalStore store, Supplier<CompletionStage<?>> meanwhile, AtomicInteger stops) {
        Freshness freshness = () -> {
            int now = stops.get();
            return () -> stops.get() == now;
        };
        return new Removals(listing, store, () -> meanwhile.get().thenApply(done -> null), freshness);
    }

    /** The same store; but something happens before it is first asked for this. */
    public static RemovalStore before(RemovalStore store, String method, Runnable event) {
        return first(store, method, call -> happens(event).thenCompose(done -> call.get()));
    }

    /** The same store; but something happens after it has first answered this. */
    public static RemovalStore after(RemovalStore store, String method, Runnable event) {
        return first(store, method, call -> call.get()
                .thenCompose(value -> happens(event).thenApply(done -> value)));
    }

    /** Not in the common pool: its threads may have the class loader of a test with Quarkus, which Vert.x would take. */
    private static CompletableFuture<Void> happens(Runnable event) {
        return CompletableFuture.runAsync(event, task -> {
            Thread thread = new Thread(task, "event");
            thread.setContextClassLoader(RemovalsFixture.class.getClassLoader());
            thread.start();
        });
    }

    private interface Around {
        CompletionStage<?> around(Supplier<CompletionStage<?>> call);
    }

    private static RemovalStore first(RemovalStore store, String name, Around around) {
        AtomicBoolean happened = new AtomicBoolean();
        return (RemovalStore) Proxy.newProxyInstance(
                RemovalStore.class.getClassLoader(), new Class<?>[] {RemovalStore.class}, (proxy, method, args) -> {
                    Supplier<CompletionStage<?>> call = () -> call(store, method, args);
                    return method.getName().equals(name) && happened.compareAndSet(false, true)
                            ? around.around(call)
                            : call.get();
                });
    }

    private static CompletionStage<?> call(RemovalStore store, Method method, Object[] args) {
        try {
            return (CompletionStage<?>) method.invoke(store, args);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }
}
