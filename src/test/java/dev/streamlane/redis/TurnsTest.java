package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns(2);
    private final List<String> started = new ArrayList<>();
    private final List<CompletableFuture<String>> operations = new ArrayList<>();

    @Test
    void g8_onlySoManyAreUnderWayAndTheOthersFollowInTheirOrder() {
        run("a");
        run("b");
        CompletionStage<String> third = run("c");
        run("d");
        assertThat(started).containsExactly("a", "b");

        operations.get(1).complete("done");
        assertThat(started).containsExactly("a", "b", "c");
        operations.get(2).complete("third");
        assertThat(started).containsExactly("a", "b", "c", "d");

        assertThat(get(third)).isEqualTo("third");
    }

    @Test
    void whatFailsGivesItsTurnToTheNext() {
        CompletionStage<String> first = run("a");
        run("b");
        run("c");

        operations.get(0).completeExceptionally(new IllegalStateException("boom"));

        assertThat(started).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> get(first)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void g8_howeverManyEndAtOnceTheyDoNotStartEachOtherInsideOfEachOther() {
        run("a");
        run("b");
        List<CompletionStage<Integer>> others = IntStream.range(0, 100_000)
                .mapToObj(i -> turns.run(() -> CompletableFuture.completedStage(i)))
                .toList();

        operations.get(0).complete("done");

        assertThat(others).allMatch(stage -> stage.toCompletableFuture().isDone());
        assertThat(get(others.get(99_999))).isEqualTo(99_999);
    }

    private CompletionStage<String> run(String name) {
        return turns.run(() -> {
            started.add(name);
            CompletableFuture<String> operation = new CompletableFuture<>();
            operations.add(operation);
            return operation;
        });
    }
}
