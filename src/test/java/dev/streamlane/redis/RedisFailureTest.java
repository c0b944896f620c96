package dev.streamlane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.topic.StoreFullException;
import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING Redis is loading the dataset in memory",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "READONLY You can't write against a read only replica.",
                "CLUSTERDOWN The cluster is down",
                "NOREPLICAS Not enough good replicas to write.",
                "ERR max number of clients reached"
            })
    void g7_aServerThatDoesNotServeIsLeft(String error) {
        RedisFailure failure = RedisFailure.of(ErrorType.create(error));

        assertThat(failure.losesConnection()).isTrue();
        assertThat(failure.exception())
                .isNotInstanceOf(StoreRefusedException.class)
                .hasMessage("Redis is not ready: " + error);
        assertThat(failure.exception().untouched()).isTrue();
    }

    @Test
    void g7_aFullMemoryIsNamed() {
        RedisFailure failure =
                RedisFailure.of(ErrorType.create("OOM command not allowed when used memory > 'maxmemory'."));

        assertThat(failure.losesConnection()).isFalse();
        assertThat(failure.exception())
                .hasMessageContaining("memory limit")
                .hasMessageContaining("OOM command not allowed");
    }

    @Test
    void g1_whetherAWriteCanHaveTakenEffectIsKnown() {
        assertThat(failure("OOM command not allowed when used memory > 'maxmemory'."))
                .isInstanceOf(StoreFullException.class)
                .matches(StoreUnavailableException::untouched);
        assertThat(failure("ERR [0] OOM command not allowed")).isInstanceOf(StoreFullException.class);
        assertThat(failure("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist"))
                .isInstanceOf(StoreRefusedException.class)
                .matches(StoreUnavailableException::untouched);
        assertThat(failure("ERR [1] NOREPLICAS Not enough good replicas to write."))
                .matches(failed -> !failed.untouched());
        assertThat(failure("CONNECTION_CLOSED")).matches(failed -> !failed.untouched());
        assertThat(failure("ERR Error running script")).matches(failed -> !failed.untouched());
        assertThat(RedisFailure.of(new ConnectException("Connection refused")).beforehand())
                .matches(StoreUnavailableException::untouched);
    }

    private static StoreUnavailableException failure(String error) {
        return RedisFailure.of(ErrorType.create(error)).exception();
    }

    @Test
    void aLostConnectionIsSaidSo() {
        RedisFailure failure = RedisFailure.of(ErrorType.create("CONNECTION_CLOSED"));

        assertThat(failure.losesConnection()).isTrue();
        assertThat(failure.exception()).hasMessage("The connection to Redis was lost");
    }

    @Test
    void anUnreachableServerIsSaidSo() {
        RedisFailure failure = RedisFailure.of(new ConnectException("Connection refused"));

        assertThat(failure.losesConnection()).isTrue();
        assertThat(failure.exception()).hasMessage("Redis cannot be reached: Connection refused");
    }

    @Test
    void aNodeThatCannotBeReachedIsNamedWithoutThePassword() {
        RedisFailure failure = RedisFailure.of(
                new IllegalStateException("Failed obtaining connection to: rediss://streamlane:s%40cret@node-1:6379"));

        assertThat(failure.exception())
                .hasMessage("Redis cannot be reached: Failed obtaining connection to: rediss://node-1:6379")
                .hasNoCause();
    }

    @Test
    void aRefusedCommandKeepsTheConnection() {
        RedisFailure failure = RedisFailure.of(ErrorType.create("WRONGTYPE Operation against a key"));

        assertThat(failure.losesConnection()).isFalse();
        assertThat(failure.exception())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessage("Redis refused: WRONGTYPE Operation against a key");
    }

    @Test
    void aKeyOfAnotherTypeOrOneThatIsForbiddenIsToldFromARedisThatIsAway() {
        assertThat(RedisFailure.isAboutKey(refused("WRONGTYPE Operation against a key")))
                .isTrue();
        assertThat(RedisFailure.isAboutKey(refused("NOPERM this user has no permissions to access one of the keys")))
                .isTrue();
        assertThat(RedisFailure.isAboutKey(refused("OOM command not allowed"))).isFalse();
        assertThat(RedisFailure.isAboutKey(refused("LOADING Redis is loading"))).isFalse();
    }

    private static Throwable refused(String answer) {
        return RedisFailure.of(ErrorType.create(answer)).exception();
    }

    @Test
    void anUnknownScriptIsRecognizedAlsoInABatch() {
        assertThat(RedisFailure.isNoScript(ErrorType.create("NOSCRIPT No matching script.")))
                .isTrue();
        assertThat(RedisFailure.isNoScript(ErrorType.create("ERR [0] NOSCRIPT No matching script.")))
                .isTrue();
        assertThat(RedisFailure.isNoScript(ErrorType.create("ERR else"))).isFalse();
    }
}
