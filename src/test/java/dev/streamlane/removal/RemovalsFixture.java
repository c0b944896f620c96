package dev.streamlane.removal;

import dev.streamlane.group.GroupListing;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Makes removals that wait for nobody. */
public final class RemovalsFixture {
    private RemovalsFixture() {}

    /** @param meanwhile what happens while others forget what they know */
    public static Removals removals(GroupListing listing, RemovalStore store, Supplier<CompletionStage<?>> meanwhile) {
        return new Removals(listing, store, () -> meanwhile.get().thenApply(done -> null));
    }

    /** The same store; but something happens before it marks a topic. */
    public static RemovalStore beforeTopicsAreMarked(RemovalStore store, Runnable event) {
        return (RemovalStore) Proxy.newProxyInstance(
                RemovalStore.class.getClassLoader(),
                new Class<?>[] {RemovalStore.class},
                (proxy, method, args) -> method.getName().equals("begin") && args[0] instanceof String topic
                        ? CompletableFuture.runAsync(event).thenCompose(done -> store.begin(topic, (String) args[1]))
                        : method.invoke(store, args));
    }
}
